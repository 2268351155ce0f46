import { WehookError } from '../errors.js'

/**
 * Compares the path of a request with the one that a receiver is mounted at; a slash more at the end is the same path. Without a
 * path everything is.
 *
 * @throws ERR_OPTIONS_INVALID for a path that could never fit.
 */
export function toPathMatch(path: string | undefined): (candidate: string) => boolean {
  if (path === undefined) return () => true
  if (typeof path !== 'string' || !/^\/[^?#\s]*$/.test(path)) {
    throw new WehookError('ERR_OPTIONS_INVALID', 'path: expected a path that begins with / and has no ?, # or space', {
      hint: "write it as '/wechat/authorization', without host and query",
    })
  }
  const bare = path.endsWith('/') ? path.slice(0, -1) : path
  const slashed = `${bare}/`
  return (candidate) => candidate === bare || candidate === slashed
}
