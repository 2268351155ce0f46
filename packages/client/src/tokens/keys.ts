import { createHash } from 'node:crypto'

/**
 * The keys under which the client stores values in a `TokenStore`. Values are JSON.
 *
 * | key | value |
 * |---|---|
 * | `ticket/<component appid>` | `{ ticket }` |
 * | `component/<component appid>` | `{ token, obtainedAt, expiresAt, renewAt }` |
 * | `authorizer/<component appid>/<appid>` | `{ refreshToken?, token?, expiresAt?, renewAt? }` |
 * | `failure/<key of a token>` | why its last refresh failed, removed after ten minutes |
 * | `code/<component appid>/<sha256 of the code>` | `{ appid?, funcInfo?, done }`, removed after 30 days |
 *
 * A lock has the name of the record that it protects.
 */
export const ticketKey = (componentAppId: string) => `ticket/${componentAppId}`
export const componentKey = (componentAppId: string) => `component/${componentAppId}`
export const authorizerKey = (componentAppId: string, appid: string) => `authorizer/${componentAppId}/${appid}`
export const codeKey = (componentAppId: string, code: string) =>
  `code/${componentAppId}/${createHash('sha256').update(code).digest('hex')}`
