import type { RuleTable } from './rule.js'

/** Rules of pushes. */
export const pushRules = {
  'push/sealed': {
    section: '2.1',
    says: 'msg_signature over the encrypted element, AES-256-CBC, block 32, 16 lowercase hex in front',
    played: 'yes',
  },
  'push/layout': { section: '3.0', says: 'LF, strings in CDATA, integers bare, order of real pushes', played: 'yes' },
  'push/envelope': {
    section: '1.2',
    says: 'AppId and Encrypt; indented, compatible and JSON forms exist',
    played: 'yes',
    note: 'by sealPush',
  },
  'push/success': { section: '1.4', says: 'the answer is exactly `success`', played: 'yes' },
  'push/5-seconds': {
    section: '1.4',
    says: 'an answer after more than 5 s is not accepted',
    played: 'yes',
    note: 'real seconds; answerTimeoutMs changes it',
  },
  'push/status': { section: '1.4', says: 'a status other than 200', played: 'assumed', note: 'a failure' },
  'push/ticket-retries': {
    section: '1.4',
    says: 'a refused ticket is pushed 3 times',
    played: 'yes',
    note: 'inferred; repeated at once; `retries` changes it',
  },
  'push/event-retries': {
    section: '1.4',
    says: 'how often other events are retried',
    played: 'assumed',
    note: 'not at all; `retries` changes it',
  },
  'push/retry-sealing': { section: '6', says: 'whether a retry is encrypted again', played: 'assumed', note: 'it is' },
  'push/duplicates': { section: '1.4', says: 'a push may come twice', played: 'yes', note: 'by `times`' },
  'push/standing-clock': {
    section: '1.4',
    says: 'two identical pushes in the same second count as one',
    played: 'assumed',
    note: 'while the clock does not move, an event that happens again gets the next second; `times` repeats a push unchanged',
  },
  'push/order': {
    section: '5',
    says: 'pushes of one task come in any order',
    played: 'yes',
    note: 'by `order`, `together`, `authorized`',
  },
  'push/delay': { section: '5', says: 'a push may come minutes late', played: 'yes', note: 'by `delay`' },
  'push/lost': {
    section: '5',
    says: 'a lost push is not sent again',
    played: 'yes',
    note: 'by `lost`, or by a refusal without retries',
  },
  'push/previous-key': {
    section: '2.3',
    says: 'while keys are being rotated, the previous one is valid as well',
    played: 'yes',
    note: 'by `previousKey`, `previousToken`',
  },
  'push/echostr': {
    section: '1.7',
    says: 'GET with echostr',
    played: 'no',
    note: 'not known to reach a component URL',
  },
  'push/annual-review': {
    section: '3.8',
    says: 'notify_3rd_wxa_wxverify on four days',
    played: 'no',
    note: 'platform.push(samples.notify_3rd_wxa_wxverify.typical)',
  },
} as const satisfies RuleTable
