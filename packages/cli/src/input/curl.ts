import { UsageError } from '../command.js'
import { shellWords } from './shell-words.js'

export interface CurlRequest {
  readonly url: string
  readonly body: string
}

/** Options whose value is not the URL; a line from a browser or a log has some of them. */
const valued: ReadonlySet<string> = new Set(
  '-X --request -H --header -A --user-agent -e --referer -b --cookie -u --user -m --max-time -o --output --connect-timeout --resolve -x --proxy -w --write-out -c --cookie-jar --retry --cacert --cert --key'.split(
    ' ',
  ),
)
const dataOptions: ReadonlySet<string> = new Set('-d --data --data-raw --data-binary --data-ascii --json'.split(' '))

/** Options for a body that a push never has, or that is not part of the line. */
const otherBodies: ReadonlySet<string> = new Set(
  '-F --form --form-string --data-urlencode --url-query -G --get -T --upload-file'.split(' '),
)

/** Reads a request out of a curl command. `@file` is read as curl does. */
export function parseCurl(line: string, readFile: (path: string) => string): CurlRequest {
  const [, ...words] = shellWords(fromWindows(line))
  let url: string | undefined
  const data: string[] = []
  const pending = [...words]
  for (let word = pending.shift(); word !== undefined; word = pending.shift()) {
    const [option, glued] = splitOption(word)
    const value = () => glued ?? pending.shift() ?? ''
    if (otherBodies.has(option)) throw otherBody(option)
    if (dataOptions.has(option)) data.push(option === '--data-raw' ? value() : dataOf(value(), readFile))
    else if (option === '--url') url = value()
    else if (valued.has(option)) value()
    else if (!option.startsWith('-')) url ??= word
  }
  if (url === undefined || data.length === 0) {
    throw new UsageError(
      `the curl command has no ${url === undefined ? 'URL' : 'body: give --data-raw'}`,
      url === undefined ? 'curl 命令里没有 URL' : 'curl 命令里没有请求体：请加 --data-raw',
    )
  }
  return { url, body: data.join('&') }
}

/** Converts a line of a Windows command prompt, where `^` continues lines and escapes quotes. */
function fromWindows(line: string): string {
  if (!/\^["\r\n]/.test(line)) return line
  return line.replace(/\^(\r?\n|[\s\S])/g, (_, escaped: string) => (/[\r\n]/.test(escaped) ? ' ' : escaped))
}

/** `--data=x` and `-dx` include their value. */
function splitOption(word: string): readonly [option: string, glued: string | undefined] {
  const long = /^(--[a-z-]+)=([\s\S]*)$/.exec(word)
  if (long) return [long[1] ?? '', long[2]]
  const short = /^(-[XHAebumoxdFT])([\s\S]+)$/.exec(word)
  return short ? [short[1] ?? '', short[2]] : [word, undefined]
}

function otherBody(option: string): UsageError {
  return new UsageError(
    `${option} of the curl command cannot be read: a push is sent as XML, with --data-raw`,
    `无法读取 curl 命令的 ${option}：推送的请求体是 XML，请使用 --data-raw`,
  )
}

function dataOf(value: string, readFile: (path: string) => string): string {
  if (!value.startsWith('@')) return value
  try {
    return readFile(value.slice(1))
  } catch {
    throw new UsageError(
      `cannot read the body of the curl command: ${value.slice(1)}`,
      `无法读取 curl 命令的请求体文件：${value.slice(1)}`,
    )
  }
}
