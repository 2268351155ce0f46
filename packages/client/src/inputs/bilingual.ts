/** Between the English and the Chinese half of a rule's message; zod carries one string. */
const between = '\u0000'

export function say(en: string, zh: string): string {
  return `${en}${between}${zh}`
}

/** Both halves, or `undefined` for a message that comes from zod. */
export function toBilingual(message: string): { readonly en: string; readonly zh: string } | undefined {
  const [en, zh] = message.split(between)
  return en === undefined || zh === undefined ? undefined : { en, zh }
}
