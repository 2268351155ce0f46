import * as answers from '../answers.js'
import { nicknameErrors } from '../errors/nickname.js'
import * as inputs from '../inputs/nickname.js'
import { defineApi, itself } from './api.js'

export const nicknameApis = {
  // Not repeatable: each call counts towards WeChat's limit of renames.
  setNickname: defineApi({
    documented: { name: 'setNickName', page: 'miniprogram-management/basic-info-management/api_setnickname.html' },
    permissionSets: [30, 61],
    pushes: ['wxa_nickname_audit'],
    path: '/wxa/setnickname',
    token: 'authorizer',
    input: inputs.nicknameInput,
    toBody: itself,
    answer: answers.nicknameAccepted,
    errors: nicknameErrors,
  }),
  queryNickname: defineApi({
    documented: {
      name: 'getNickNameStatus',
      page: 'miniprogram-management/basic-info-management/api_getnicknamestatus.html',
    },
    permissionSets: [30, 61],
    path: '/wxa/api_wxa_querynickname',
    token: 'authorizer',
    input: inputs.nicknameQueryInput,
    toBody: itself,
    answer: answers.nicknameState,
    errors: nicknameErrors,
    repeatable: true,
  }),
} as const
