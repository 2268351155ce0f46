import * as answers from '../answers.js'
import { betaNicknameErrors, verifyErrors, verifyLegacyErrors } from '../errors/beta.js'
import * as inputs from '../inputs/beta.js'
import { defineApi, itself, newVersion, retiredOn } from './api.js'

export const betaApis = {
  // WeChat does not say whether new_version belongs inside verify_info or next to it, so it is sent in both places.
  'beta.verify': defineApi({
    documented: {
      name: 'verifyBetaMiniprogram',
      page: 'register-management/fast-regist-beta/api_verfifybetaminiprogram.html',
    },
    permissionSets: [81],
    pushes: ['notify_third_fastverifybetaapp'],
    path: '/wxa/verifybetaweapp',
    token: 'authorizer',
    input: inputs.betaVerifyInput,
    toBody: (input) => newVersion({ verify_info: newVersion(input) }),
    answer: answers.betaVerifyAccepted,
    errors: verifyErrors,
  }),
  'beta.verifyLegacy': defineApi({
    documented: {
      name: 'verifyBetaMiniprogram',
      page: 'register-management/fast-regist-beta/api_verfifybetaminiprogram.html',
    },
    permissionSets: [81],
    pushes: ['notify_third_fastverifybetaapp'],
    path: '/wxa/verifybetaweapp',
    token: 'authorizer',
    input: inputs.betaVerifyLegacyInput,
    toBody: (input) => ({ verify_info: input }),
    answer: answers.nothing,
    errors: verifyLegacyErrors,
    retiredOn,
  }),
  'beta.setNickname': defineApi({
    documented: {
      name: 'modifyBetaMiniprogramNickName',
      page: 'register-management/fast-regist-beta/api_modifybetaminiprogramnickname.html',
    },
    permissionSets: [81],
    path: '/wxa/setbetaweappnickname',
    token: 'authorizer',
    input: inputs.betaNicknameInput,
    toBody: itself,
    answer: answers.nothing,
    errors: betaNicknameErrors,
  }),
} as const
