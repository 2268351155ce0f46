import { createHash } from 'node:crypto'
import { style } from './style.js'

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#07734b"/><path d="M8 10l4 13 4-10 4 10 4-13" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>'

export interface Asset {
  readonly type: string
  readonly body: string
}

/** The files that pages load from the console itself. Their addresses change with their content, so they may be cached permanently. */
export const assets: ReadonlyMap<string, Asset> = new Map(
  Object.entries({
    style: { type: 'text/css; charset=utf-8', body: style },
    icon: { type: 'image/svg+xml', body: icon },
  }),
)

const queryOf = (name: string) => {
  const version = createHash('sha256')
    .update(assets.get(name)?.body ?? '')
    .digest('hex')
    .slice(0, 12)
  return `?${new URLSearchParams({ asset: name, v: version })}`
}

export const styleQuery = queryOf('style')
export const iconQuery = queryOf('icon')
