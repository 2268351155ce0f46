import { fields, identifier, optional, text, time } from './fields.js'

/** PROTOCOL §3.1. */
export const verifyTicket = fields({
  ComponentVerifyTicket: identifier('验证票据，整串保存', 'The ticket, to be stored whole'),
})

const authorizer = {
  AuthorizerAppid: identifier('授权方 appid', 'The appid of the authorizer'),
}

/** PROTOCOL §3.2: authorized and updateauthorized. */
export const authorization = fields({
  ...authorizer,
  AuthorizationCode: identifier('授权码，只能使用一次', 'The authorization code, good for one exchange'),
  AuthorizationCodeExpiredTime: optional(
    time('授权码过期的时刻，并非有效时长', 'When the code expires: a moment, not a duration'),
  ),
  PreAuthCode: optional(text('预授权码', 'The pre-authorization code that the authorization began with')),
})

/** PROTOCOL §3.2: unauthorized. Nothing to exchange. */
export const cancellation = fields(authorizer)
