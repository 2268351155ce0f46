/** A string, which may lack its end, or a number. JSON.parse checks everything else. */
const token = /"(?:[^"\\]+|\\[\s\S])*(?:"|$)|-?\d[\d.eE+-]*/g

/**
 * Reads JSON as WeChat writes it: strings may hold raw control characters (a nickname with byte 0x14), and a byte order mark may come
 * first. A number that JavaScript cannot hold without losing a digit arrives as text.
 *
 * @throws SyntaxError
 */
export function readJson(text: string): unknown {
  const readable = text
    .replace(/^\uFEFF/, '')
    .replace(token, (found) => (found.startsWith('"') ? escapeControls(found) : keepDigits(found)))
  return JSON.parse(readable)
}

function escapeControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/[\u0000-\u001f]/g, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function keepDigits(text: string): string {
  const written = toDigits(text)
  return written === undefined || written === toDigits(String(Number(text))) ? text : `"${text}"`
}

/** The same text for every way to write a number: `1.50e3` and `1500` both give `15e2`. */
function toDigits(text: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!parts) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = withoutZerosAtEnd(digits)
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}

/** A loop, because a regular expression would take quadratic time for many zeros. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}
