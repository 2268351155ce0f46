const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '0': '\0',
}

/**
 * Splits a command line as a POSIX shell does: '…', "…", $'…' (which browsers write), backslashes, lines continued by one.
 * Expands no variables: a captured request is data.
 */
export function shellWords(line: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < line.length) {
    const rest = line.slice(at)
    const [match, text] = nextPiece(rest)
    at += match
    if (text === undefined) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else {
      word = (word ?? '') + text
    }
  }
  return word === undefined ? words : [...words, word]
}

/** The length of the next piece and its text; no text for the space between words. */
function nextPiece(rest: string): readonly [length: number, text: string | undefined] {
  const space = /^\s+/.exec(rest)
  if (space) return [space[0].length, undefined]
  const continued = /^\\\r?\n/.exec(rest)
  if (continued) return [continued[0].length, undefined]
  const single = /^'([^']*)'/.exec(rest)
  if (single) return [single[0].length, single[1] ?? '']
  const ansi = /^\$'((?:[^'\\]|\\[\s\S])*)'/.exec(rest)
  if (ansi) return [ansi[0].length, unescapeAnsi(ansi[1] ?? '')]
  const double = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(rest)
  if (double) return [double[0].length, (double[1] ?? '').replace(/\\(["\\$`])|\\\r?\n/g, '$1')]
  const escaped = /^\\([\s\S])/.exec(rest)
  if (escaped) return [2, escaped[1] ?? '']
  const plain = /^[^\s'"\\$]+/.exec(rest)
  return plain ? [plain[0].length, plain[0]] : [1, rest[0] ?? '']
}

function unescapeAnsi(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_, byte, unit, letter) =>
    letter === undefined ? String.fromCharCode(Number.parseInt(byte ?? unit, 16)) : (escapes[letter] ?? letter),
  )
}
