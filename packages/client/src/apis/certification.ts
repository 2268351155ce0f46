import * as answers from '../answers.js'
import { certificationErrors, certificationQueryErrors, materialErrors } from '../errors/certification.js'
import { identityTree } from '../identity-tree.js'
import * as inputs from '../inputs/certification.js'
import { noInput } from '../inputs/component.js'
import { taskQueryInput } from '../inputs/registration.js'
import { defineApi, itself, trusted } from './api.js'

/** When the provider pays, WeChat still requires an `invoice_info` that says "no invoice". */
const authData = (input: inputs.CertificationSubmitInput | inputs.CertificationResubmitInput) => ({
  auth_data: input.pay_type === 1 ? { ...input, invoice_info: input.invoice_info ?? { invoice_type: 1 } } : input,
})

export const certificationApis = {
  'certification.submit': defineApi({
    documented: { name: 'secwxaapi_wxaauth', page: 'miniprogram-management/weapp-wxverify/api_secwxaapi_wxaauth.html' },
    permissionSets: [18],
    pushes: ['notify_3rd_wxa_auth'],
    path: '/wxa/sec/wxaauth',
    token: 'authorizer',
    input: inputs.certificationSubmitInput,
    toBody: authData,
    answer: answers.certificationAccepted,
    errors: certificationErrors,
  }),
  // The sample on WeChat's page has the path of submit by mistake.
  'certification.resubmit': defineApi({
    documented: { name: 'secwxaapi_reauth', page: 'miniprogram-management/weapp-wxverify/api_secwxaapi_reauth.html' },
    permissionSets: [18],
    pushes: ['notify_3rd_wxa_auth'],
    path: '/wxa/sec/reauth',
    token: 'authorizer',
    input: inputs.certificationResubmitInput,
    toBody: authData,
    answer: answers.certificationAccepted,
    errors: certificationErrors,
  }),
  'certification.query': defineApi({
    documented: {
      name: 'secwxaapi_queryauth',
      page: 'miniprogram-management/weapp-wxverify/api_secwxaapi_queryauth.html',
    },
    permissionSets: [18],
    path: '/wxa/sec/queryauth',
    token: 'authorizer',
    input: taskQueryInput,
    toBody: itself,
    answer: answers.certificationState,
    errors: certificationQueryErrors,
    repeatable: true,
  }),
  'certification.uploadMaterial': defineApi({
    documented: {
      name: 'secwxaapi_uploadauthmaterial',
      page: 'miniprogram-management/weapp-wxverify/api_secwxaapi_uploadauthmaterial.html',
    },
    permissionSets: [18],
    path: '/wxa/sec/uploadauthmaterial',
    token: 'authorizer',
    input: trusted<FormData>(),
    toBody: itself,
    answer: answers.material,
    errors: materialErrors,
  }),
  'certification.identityTree': defineApi({
    documented: {
      name: 'secwxaapi_authidentitytree',
      page: 'miniprogram-management/weapp-wxverify/api_secwxaapi_authidentitytree.html',
    },
    permissionSets: [18],
    method: 'GET',
    path: '/wxa/sec/authidentitytree',
    token: 'authorizer',
    input: noInput,
    answer: identityTree,
    repeatable: true,
  }),
} as const
