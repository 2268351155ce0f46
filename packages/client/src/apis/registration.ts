import * as answers from '../answers.js'
import { betaErrors } from '../errors/beta.js'
import { enterpriseErrors, enterpriseLegacyErrors, personalErrors } from '../errors/registration.js'
import * as inputs from '../inputs/registration.js'
import { componentToken, defineApi, itself, newVersion, retiredOn } from './api.js'

export const registrationApis = {
  'registration.enterprise.create': defineApi({
    documented: {
      name: 'registerMiniprogram',
      page: 'register-management/fast-registration-ent/api_registerminiprogram.html',
    },
    pushes: ['notify_third_fasteregister', 'authorized'],
    path: '/wxa/component/fastregisterenterpriseweapp',
    query: { action: 'create' },
    token: 'component',
    input: inputs.enterpriseCreateInput,
    toBody: newVersion,
    answer: answers.taskCreated,
    errors: enterpriseErrors,
  }),
  'registration.enterprise.query': defineApi({
    documented: {
      name: 'registerMiniprogram',
      page: 'register-management/fast-registration-ent/api_registerminiprogram.html',
    },
    path: '/wxa/component/fastregisterenterpriseweapp',
    query: { action: 'query' },
    token: 'component',
    input: inputs.taskQueryInput,
    toBody: newVersion,
    answer: answers.enterpriseTask,
    errors: enterpriseErrors,
    repeatable: true,
  }),
  'registration.enterpriseLegacy.create': defineApi({
    documented: {
      name: 'registerMiniprogram',
      page: 'register-management/fast-registration-ent/api_registerminiprogram.html',
    },
    pushes: ['notify_third_fasteregister', 'authorized'],
    ...componentToken,
    path: '/cgi-bin/component/fastregisterweapp',
    query: { action: 'create' },
    input: inputs.enterpriseLegacyCreateInput,
    toBody: itself,
    answer: answers.nothing,
    errors: enterpriseLegacyErrors,
    retiredOn,
  }),
  'registration.enterpriseLegacy.search': defineApi({
    documented: {
      name: 'registerMiniprogram',
      page: 'register-management/fast-registration-ent/api_registerminiprogram.html',
    },
    ...componentToken,
    path: '/cgi-bin/component/fastregisterweapp',
    query: { action: 'search' },
    input: inputs.enterpriseLegacySearchInput,
    toBody: itself,
    answer: answers.nothing,
    errors: enterpriseLegacyErrors,
    repeatable: true,
    retiredOn,
  }),
  'registration.personal.create': defineApi({
    documented: {
      name: 'fastRegisterPersonalMp',
      page: 'register-management/fast-registration-ind/api_fastregisterpersonalmp.html',
    },
    pushes: ['notify_third_fasteregister', 'authorized'],
    path: '/wxa/component/fastregisterpersonalweapp',
    query: { action: 'create' },
    token: 'component',
    input: inputs.personalCreateInput,
    toBody: newVersion,
    answer: answers.taskCreated,
    errors: personalErrors,
  }),
  'registration.personal.query': defineApi({
    documented: {
      name: 'fastRegisterPersonalMp',
      page: 'register-management/fast-registration-ind/api_fastregisterpersonalmp.html',
    },
    path: '/wxa/component/fastregisterpersonalweapp',
    query: { action: 'query' },
    token: 'component',
    input: inputs.taskQueryInput,
    toBody: newVersion,
    answer: answers.personalTask,
    errors: personalErrors,
    repeatable: true,
  }),
  'registration.beta.create': defineApi({
    documented: {
      name: 'registerBetaMiniprogram',
      page: 'register-management/fast-regist-beta/api_registerbetaminiprogram.html',
    },
    pushes: ['notify_third_fastregisterbetaapp', 'authorized'],
    path: '/wxa/component/fastregisterbetaweapp',
    token: 'component',
    input: inputs.betaCreateInput,
    toBody: itself,
    answer: answers.betaCreated,
    errors: betaErrors,
  }),
} as const
