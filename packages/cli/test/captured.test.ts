import { samples, sealPush } from '@wehook/simulator'
import { expect, test } from 'vitest'
import { platform, url, wehook } from './run'

const push = sealPush(platform, samples.authorized.typical)
const at = push.url(url)

/** As "copy as cURL (cmd)" of a browser on Windows writes it. */
const windows = `curl ^"${at.replaceAll('&', '^&')}^" ^\r\n  -H ^"content-type: text/xml^" ^\r\n  --data-raw ^"${push.body.replace(/[<>]/g, '^$&')}^"`

test.each([
  ['of a Windows command prompt', windows],
  ['with double quotes', `curl.exe "${at}" -d "${push.body}"`],
])('open reads a curl line %s', async (_, stdin) => {
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
  expect(err).toContain('give the URL of the push in --query')
  expect(err).not.toMatch(/proxy/)
})
