import { createHash } from 'node:crypto'

/**
 * Where the client keeps what, in any `TokenStore`. Values are JSON.
 *
 * | key | value |
 * |---|---|
 * | `ticket/<component appid>` | `{ ticket }` |
 * | `component/<component appid>` | `{ token, obtainedAt, expiresAt, renewAt }` |
 * | `authorizer/<component appid>/<appid>` | `{ refreshToken?, token?, expiresAt?, renewAt? }` |
 * | `failure/<key of a token>` | why its last renewal failed, forgotten after ten minutes |
 * | `code/<component appid>/<sha256 of the code>` | `{ appid?, funcInfo?, done }`, forgotten after 30 days |
 *
 * The locks have the names of the records that they guard.
 */
export const ticketKey = (componentAppId: string) => `ticket/${componentAppId}`
export const componentKey = (componentAppId: string) => `component/${componentAppId}`
export const authorizerKey = (componentAppId: string, appid: string) => `authorizer/${componentAppId}/${appid}`
export const codeKey = (componentAppId: string, code: string) =>
  `code/${componentAppId}/${createHash('sha256').update(code).digest('hex')}`
