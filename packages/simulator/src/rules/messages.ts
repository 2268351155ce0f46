import type { RuleTable } from './rule.js'

/** Rules of 消息与事件接收 URL and of messages to users. */
export const messageRules = {
  'message/url': {
    section: '1.1',
    says: 'messages of users and events of accounts go to the other URL, whose $APPID$ is the account',
    played: 'yes',
    note: 'platform.pushMessage(appid, fields), `messageUrl`',
  },
  'message/answer': {
    section: '1.9',
    says: 'the answer is success, empty, or an encrypted reply; otherwise the user sees an error',
    played: 'yes',
    note: 'as `fault` of the attempt',
  },
  'message/repeats': {
    section: '1.9',
    says: 'a message that is not answered in 5 s is sent three times in total',
    played: 'yes',
    note: 'events once; `retries` changes it',
  },
  'message/release-check': {
    section: '1.8',
    says: 'the automated test of 全网发布, by the permission sets',
    played: 'yes',
    note: 'platform.runReleaseCheck(); assumed: `success` is accepted where an empty answer is asked for, and the code is that of `authorized`',
  },
  'customer/escaped': {
    section: '1.9',
    says: 'Chinese must be sent unescaped',
    played: 'yes',
    errcode: 40033,
    errmsg: 'invalid charset. please check your request, if include \\uxxxx will create fail!',
  },
  'customer/openid': {
    section: '1.9',
    says: 'the user wrote to another account',
    played: 'yes',
    errcode: 40003,
    errmsg: 'invalid openid',
  },
  'customer/out-of-time': {
    section: '1.9',
    says: 'the user has not written in 48 h',
    played: 'yes',
    errcode: 45015,
    errmsg: 'response out of time limit or subscription is canceled',
  },
  'customer/used-up': {
    section: '1.9',
    says: '5 messages for each message of the user',
    played: 'yes',
    note: 'other actions of users, which have their own quotas, are not implemented',
    errcode: 45047,
    errmsg: 'out of response count limit',
  },
} as const satisfies RuleTable
