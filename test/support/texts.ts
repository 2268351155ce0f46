/** Passes for a text, a number and a pair wherever a row of a table of texts puts one. */
const sample = Object.assign(new String('x'), { en: 'x', zh: '例' })

/** Names the rows of a table of texts that lack a language: English is missing or Chinese has no Chinese in it. */
export function incompleteTexts(table: object, path = ''): readonly string[] {
  return Object.entries(table).flatMap(([name, row]) => {
    const here = path ? `${path}.${name}` : name
    const text: unknown = typeof row === 'function' ? row(...Array.from({ length: row.length }, () => sample)) : row
    if (typeof text !== 'object' || text === null) return [`${here} is not a pair`]
    if (!('en' in text) && !('zh' in text)) return incompleteTexts(text, here)
    const { en, zh } = text as { readonly en?: unknown; readonly zh?: unknown }
    return [
      ...(typeof en === 'string' && en !== '' ? [] : [`${here} has no English`]),
      ...(typeof zh === 'string' && /\p{Script=Han}/u.test(zh) ? [] : [`${here} has no Chinese`]),
    ]
  })
}
