import { WehookError } from '../errors.js'
import { httpTexts } from './texts.js'

/**
 * Compares the path of a request with the one that a handler is mounted at; one more slash at the end is the same path. A parameter such
 * as `:appid` stands for one or more letters, digits, `_` or `-`, also behind a prefix: `/callback/a:appid`. Without a path every request matches.
 *
 * @throws ERR_OPTIONS_INVALID for a path that could never match.
 */
export function toPathMatch(path: string | undefined): (candidate: string) => boolean {
  if (path === undefined) return () => true
  if (typeof path !== 'string' || !/^\/[^?#\s]*$/.test(path)) {
    const { message, hint } = httpTexts.path
    throw new WehookError('ERR_OPTIONS_INVALID', message, { hint })
  }
  const withoutSlash = path.endsWith('/') ? path.slice(0, -1) : path
  const literals = withoutSlash.split(/:[A-Za-z_]\w*/)
  const pattern = new RegExp(`^${literals.map(escapePattern).join('[\\w-]+')}/?$`)
  return (candidate) => pattern.test(candidate)
}

function escapePattern(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
