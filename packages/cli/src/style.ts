const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const

export type Style = { readonly [name in keyof typeof codes]: (text: string) => string }

/** Functions that colour a text, or that leave it unchanged where colours are switched off (https://no-color.org). */
export function createStyle(isColored: boolean): Style {
  const paint = ([open, close]: readonly [number, number]) =>
    isColored ? (text: string) => `\u001b[${open}m${text}\u001b[${close}m` : (text: string) => text
  return Object.fromEntries(Object.entries(codes).map(([name, pair]) => [name, paint(pair)])) as Style
}

export function wantsColor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}
