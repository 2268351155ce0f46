import { expect, test } from 'vitest'
import { explainAnswer } from '../../src/doctor/answers'
import type { Answer } from '../../src/send'

const answer = (given: Partial<Answer>): Answer => ({
  status: 200,
  headers: {},
  body: 'success',
  durationMs: 20,
  ...given,
})

test.each([
  ['success', {}, 'ok', undefined],
  ['success after half of the time', { durationMs: 3000 }, 'warn', 'slow'],
  ['success too late', { durationMs: 5001 }, 'wrong', 'too-slow'],
  ['a redirect', { status: 301, headers: { location: 'https://host/x/' } }, 'wrong', 'redirect'],
  ['a redirect to a login', { status: 302, headers: { location: '/login' } }, 'wrong', 'redirect'],
  ['Egg’s csrf check', { status: 403, body: '{"message":"missing csrf token"}' }, 'wrong', 'csrf'],
  ['Egg’s csrf check in production', { status: 403, body: '<h2>403 Forbidden</h2>' }, 'wrong', 'csrf'],
  ['csurf', { status: 403, body: 'ForbiddenError: invalid csrf token' }, 'wrong', 'csrf'],
  ['another 403', { status: 403, body: 'Forbidden' }, 'wrong', 'forbidden'],
  ['a login protection', { status: 401, headers: { 'www-authenticate': 'Basic' } }, 'wrong', 'login'],
  ['a receiver with other settings', { status: 401, body: 'Unauthorized' }, 'wrong', 'settings-differ'],
  ['a wrong path', { status: 404, body: 'Cannot POST /x' }, 'wrong', 'wrong-path'],
  ['a route for GET', { status: 405 }, 'wrong', 'method'],
  ['a body over a limit', { status: 413 }, 'wrong', 'body-too-large'],
  ['a framework that knows no XML', { status: 415 }, 'wrong', 'content-type'],
  ['a rate limit', { status: 429 }, 'wrong', 'rate-limit'],
  ['a proxy without its app', { status: 502 }, 'wrong', 'gateway'],
  ['a proxy that ran out of time', { status: 504 }, 'wrong', 'gateway'],
  ['an overloaded nginx', { status: 503, headers: { server: 'nginx' } }, 'wrong', 'gateway'],
  ['an inbox that cannot store', { status: 503, body: 'Service Unavailable' }, 'wrong', 'unavailable'],
  ['a fault in the app', { status: 500 }, 'wrong', 'server-error'],
  ['a changed request', { status: 400, body: 'Bad Request' }, 'wrong', 'bad-request'],
  ['another 2xx', { status: 204, body: '' }, 'wrong', 'not-200'],
  ['a web page', { body: '<!doctype html><html>' }, 'wrong', 'html-body'],
  ['nothing', { body: '' }, 'wrong', 'empty-body'],
  ['a line break behind it', { body: 'success\n' }, 'wrong', 'decorated-body'],
  ['quotes around it', { body: '"success"' }, 'wrong', 'decorated-body'],
  ['a BOM before it', { body: '\ufeffsuccess' }, 'wrong', 'decorated-body'],
  ['capitals', { body: 'SUCCESS' }, 'wrong', 'decorated-body'],
  ['JSON around it', { body: '{"data":"success"}' }, 'wrong', 'decorated-body'],
  ['something else', { body: '{"code":0}' }, 'wrong', 'other-body'],
] as const)('%s is told apart', (_, given, verdict, cause) => {
  const judged = explainAnswer(answer(given))
  expect({ verdict: judged.verdict, cause: judged.cause }).toEqual({ verdict, cause })
  expect(judged.text.zh).not.toBe('')
  expect(judged.text.en).not.toBe('')
})

test('nginx is told what to write', () => {
  const { text } = explainAnswer(answer({ status: 413, body: '<center>nginx/1.25</center>' }))
  expect(text.en).toContain('client_max_body_size')
  expect(explainAnswer(answer({ status: 413, body: 'Payload Too Large' })).text.en).not.toContain('nginx')
})

test.each([
  ['dns', 'ENOTFOUND'],
  ['refused', 'ECONNREFUSED'],
  ['tls', 'CERT_HAS_EXPIRED'],
  ['timeout', 'ETIMEDOUT'],
  ['reset', 'ECONNRESET'],
  ['unreachable', 'EHOSTUNREACH'],
] as const)('no answer because of %s is told', (failure, code) => {
  const judged = explainAnswer({ failure, code, durationMs: 1 })
  expect(judged).toMatchObject({ verdict: 'wrong', cause: failure })
})
