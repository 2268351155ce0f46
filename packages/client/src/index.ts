export { createMemoryTokenStore, isWehookError } from '@wehook/core'
export type { Account, Accounts } from './accounts.js'
export type {
  AuthorizationInfo,
  AuthorizerInfo,
  AuthorizerListed,
  AuthorizerPage,
  AuthorizerProfile,
  BetaCreated,
  BetaVerifyAccepted,
  CertificationAccepted,
  CertificationState,
  Material,
  NicknameAccepted,
  NicknameState,
  PreAuthCode,
  RegistrationState,
  Scope,
  TaskCreated,
} from './answers.js'
export type { AnyCall } from './any-call.js'
export type { ApiName, InputOf, OutputOf } from './apis/index.js'
export type { Authorizer } from './authorizer.js'
export { type Client, createClient } from './client.js'
export type { Component } from './component.js'
export { describeError } from './describe-error.js'
export { isWechatApiError, WechatApiError } from './errors/api-error.js'
export { ApiCallError } from './errors/call-error.js'
export type { ErrorDescription } from './errors/describe.js'
export { ApiInputError, type InputIssue } from './errors/input-error.js'
export { type ApiError, isApiError } from './errors/is-api-error.js'
export type { TaskState } from './errors/row.js'
export type { Fetch, FetchAnswer, FetchInit } from './http/fetch.js'
export type { CallOptions } from './http/send.js'
export type { IdentityNode, IdentityTree } from './identity-tree.js'
export type { BetaNicknameInput, BetaVerifyInput, BetaVerifyLegacyInput } from './inputs/beta.js'
export type { CertificationResubmitInput, CertificationSubmitInput } from './inputs/certification.js'
export { type CodeType, isSocialCreditCode } from './inputs/company-code.js'
export type {
  AuthorizationUrlInput,
  AuthorizerInfoInput,
  AuthorizersInput,
  QueryAuthInput,
} from './inputs/component.js'
export type { CustomerMessageInput } from './inputs/customer-message.js'
export type { ElectronicInvoice, Invoice, VatInvoice } from './inputs/invoice.js'
export type { NicknameInput, NicknameQueryInput } from './inputs/nickname.js'
export type {
  BetaCreateInput,
  EnterpriseCreateInput,
  EnterpriseLegacyCreateInput,
  EnterpriseLegacySearchInput,
  PersonalCreateInput,
  TaskQueryInput,
} from './inputs/registration.js'
export type { MaterialSource } from './material.js'
export type { ClientOptions } from './options.js'
export type { Registration } from './registration.js'
export type { ClientSignals, Dropped } from './tokens/dropped.js'
export type { Followed } from './tokens/follow.js'
