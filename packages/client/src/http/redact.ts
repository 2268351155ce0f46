/**
 * Removes from WeChat's text whatever we sent: tokens, codes and personal data must not come back in an error.
 * Short ASCII words stay: removing them would remove parts of WeChat's own words.
 */
export function redact(text: string, sent: readonly unknown[]): string {
  const secrets = sent.flatMap(textsIn).filter((value) => value.length >= 5 || /[^\x20-\x7e]/.test(value))
  return secrets.sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  // A phone number may be sent as a number.
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return (value instanceof FormData ? [...value.values()] : Object.values(value)).flatMap(textsIn)
}
