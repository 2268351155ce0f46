import { howToShow, mask } from './mask.js'

/** One line of a payload's table: the path of a field and what is shown of it. */
export interface PayloadLine {
  readonly field: string
  readonly value: string
  readonly isMasked: boolean
}

const mostLines = 200
const longestValue = 2_000

/**
 * The fields of a payload, nested ones by their path. Secrets are always left out; fields that may be personal are masked unless `reveal` is true.
 */
export function payloadLines(payload: unknown, reveal: boolean): readonly PayloadLine[] {
  const lines: PayloadLine[] = []
  const visit = (value: unknown, path: readonly string[]) => {
    if (lines.length >= mostLines) return
    if (typeof value === 'object' && value !== null && path.length < 8) {
      for (const [name, child] of Object.entries(value)) visit(child, [...path, name])
      return
    }
    lines.push(toLine(path, value, reveal))
  }
  visit(payload, [])
  return lines
}

function toLine(path: readonly string[], value: unknown, reveal: boolean): PayloadLine {
  const names = path.filter((part) => !/^\d+$/.test(part))
  const shown = names.some((name) => howToShow(name) === 'secret') ? 'secret' : howToShow(names.at(-1) ?? '')
  const field = path.join('.')
  const text = String(value).slice(0, longestValue)
  if (shown === 'secret') return { field, value: '—', isMasked: true }
  if (shown === 'open' || reveal) return { field, value: text, isMasked: false }
  return { field, value: mask(text), isMasked: true }
}
