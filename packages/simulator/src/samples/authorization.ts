import { authCode, miniProgram, preAuthCode, verifyTicket } from './parties.js'
import type { SamplesOf } from './samples.js'

const granted = {
  AuthorizerAppid: miniProgram,
  AuthorizationCode: authCode,
  AuthorizationCodeExpiredTime: 1700003600,
}
export const authorizationSamples = {
  component_verify_ticket: {
    typical: { infoType: 'component_verify_ticket', ComponentVerifyTicket: verifyTicket },
  },
  authorized: {
    typical: { infoType: 'authorized', ...granted, PreAuthCode: preAuthCode },
    withoutPreAuthCode: { infoType: 'authorized', ...granted },
  },
  updateauthorized: {
    typical: { infoType: 'updateauthorized', ...granted, PreAuthCode: preAuthCode },
  },
  unauthorized: {
    typical: { infoType: 'unauthorized', AuthorizerAppid: miniProgram },
  },
} as const satisfies SamplesOf<'component_verify_ticket' | 'authorized' | 'updateauthorized' | 'unauthorized'>
