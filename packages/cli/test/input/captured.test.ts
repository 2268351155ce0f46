import { samples, sealPush } from '@wehook/simulator'
import { expect, test } from 'vitest'
import { parseCaptured } from '../../src/input/captured'
import { platform, url, wehook } from '../run'

const push = sealPush(platform, samples.authorized.typical)
const at = push.url(url)
const wanted = { body: push.body, msg_signature: push.query.msg_signature }

const none = (path: string) => {
  throw new Error(path)
}
const files = (path: string) => (path === 'body.xml' ? push.body : none(path))

const ansi = push.body.replaceAll("'", "\\'").replaceAll('[', '\\x5b')

test.each([
  ['a curl command', `curl -X POST '${at}' -H 'content-type: text/xml' --data-raw '${push.body}'`],
  ['a curl command after a prompt', `$ curl '${at}' -d '${push.body}'`],
  [
    'a curl command over several lines',
    `curl '${at}' \\\n  -H 'a: b' \\\n  --compressed \\\n  --data-binary "${push.body}"`,
  ],
  ['a curl command of a browser', `curl '${at}' -H 'a: b' --data-raw $'${ansi}'`],
  ['a curl command with --url and glued values', `curl --url='${at}' -XPOST --data='${push.body}'`],
  ['a curl command of a log', `curl -sk -w '%{http_code}' --cacert ca.pem --json '${push.body}' '${at}'`],
  ['a curl command with the body in a file', `curl '${at}' --data-binary @body.xml`],
  [
    'an HTTP request',
    `POST ${at.replace('https://host.example', '')} HTTP/1.1\r\nHost: host.example\r\n\r\n${push.body}`,
  ],
  ['JSON with url and body', JSON.stringify({ url: at, body: push.body })],
  ['JSON with query and body', JSON.stringify({ query: push.query, body: push.body })],
  ['JSON with a body that a parser read', JSON.stringify({ url: at, body: { xml: { Encrypt: ['x'] } } })],
  ['what push --json prints', JSON.stringify({ ok: true, request: { url: at, body: push.body } })],
])('%s is understood', (name, text) => {
  const { query, body } = parseCaptured(text, undefined, files)
  expect(query['msg_signature']).toBe(wanted.msg_signature)
  expect(body).toBe(name.includes('parser') ? '{"xml":{"Encrypt":["x"]}}' : wanted.body)
})

test('a body alone takes its query from --query, a URL or a query string', () => {
  for (const query of [at, new URL(at).search, new URL(at).search.slice(1)]) {
    expect(parseCaptured(push.body, query, none).query['nonce']).toBe(push.query.nonce)
  }
})

test.each([
  ['nothing', ''],
  ['prose', 'the push did not come'],
  ['a curl command without a body', `curl '${at}'`],
  ['a curl command with a body that cannot be read', `curl '${at}' -d @gone.xml`],
  ['broken JSON', '{"url":'],
])('%s is refused with what is expected', async (_, stdin) => {
  const { code, err } = await wehook(['open'], { stdin })
  expect(code).toBe(2)
  expect(err).toMatch(/curl/)
})

test.each([
  ['-F', `curl '${at}' -F 'file=@body.xml'`],
  ['-F', `curl '${at}' -Fa=b`],
  ['--form', `curl '${at}' --form=a=b`],
  ['--data-urlencode', `curl '${at}' --data-urlencode 'a=<xml></xml>'`],
  ['-G', `curl -G '${at}' -d a=b`],
  ['-T', `curl -T body.xml '${at}'`],
])('%s of a curl command is refused by name', async (option, stdin) => {
  const { code, err } = await wehook(['open'], { stdin })
  expect(code).toBe(2)
  expect(err).toContain(`${option} of the curl command`)
})

/** As "copy as cURL (cmd)" of a browser on Windows writes it. */
const windows = `curl ^"${at.replaceAll('&', '^&')}^" ^\r\n  -H ^"content-type: text/xml^" ^\r\n  --data-raw ^"${push.body.replace(/[<>]/g, '^$&')}^"`

test.each([
  ['of a Windows command prompt', windows],
  ['with double quotes', `curl.exe "${at}" -d "${push.body}"`],
])('open reads a curl command %s', async (_, stdin) => {
  expect((await wehook(['open'], { stdin })).out).toContain('authentic')
})

test.each([
  ['PowerShell', `Invoke-WebRequest -Uri "${at}" -Method POST`],
  ['PowerShell', '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession'],
  ['fetch(…)', `fetch("${at}", { "method": "POST" });`],
  ['HTTP response', 'HTTP/1.1 401 Unauthorized\r\n\r\nUnauthorized'],
])('%s is refused by name', async (name, stdin) => {
  const { code, err } = await wehook(['open'], { stdin })
  expect([code, err]).toEqual([2, expect.stringContaining(`this is ${name}, which cannot be read`)])
})

test('a body without a query asks for --query and blames nobody', async () => {
  const { code, err } = await wehook(['open'], { stdin: push.body })
  expect(code).toBe(2)
  expect(err).toContain('give the URL of the push with --query')
  expect(err).not.toMatch(/proxy/)
})
