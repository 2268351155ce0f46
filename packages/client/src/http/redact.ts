/**
 * Takes out of WeChat's text whatever we sent: tokens, codes and personal data must not come back in an error
 * (DESIGN principle 7). Short ASCII words are left, they would eat the text itself.
 */
export function redact(text: string, sent: readonly unknown[]): string {
  const secrets = sent.flatMap(stringsIn).filter((value) => value.length >= 5 || /[^\x20-\x7e]/.test(value))
  return secrets.sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || value instanceof FormData) return []
  return Object.values(value).flatMap(stringsIn)
}
