/**
 * How a real push writes an element's value: strings in CDATA, integers bare, and the one integer that WeChat
 * puts into CDATA. A trailing `?` marks an element that real pushes may lack.
 */
export type ValueKind = 'text' | 'integer' | 'cdata-integer'
export type ElementLayout = ValueKind | `${ValueKind}?` | ObjectLayout | ListLayout
export interface ObjectLayout {
  readonly object: ElementsLayout
  readonly optional: boolean
}
/** A repeated element: one object, or several siblings of the same name. */
export interface ListLayout {
  readonly list: ElementsLayout
}
/** Elements in the order of real pushes. */
export type ElementsLayout = { readonly [name: string]: ElementLayout }

/** Where real pushes break lines: `tight` nowhere after InfoType, `after-first` from the second element on, `each` everywhere. */
export type LineBreaks = 'tight' | 'after-first' | 'each'
export interface PushLayout {
  readonly breaks: LineBreaks
  readonly elements: ElementsLayout
}

const authorization = {
  AuthorizerAppid: 'text',
  AuthorizationCode: 'text',
  AuthorizationCodeExpiredTime: 'cdata-integer',
  PreAuthCode: 'text?',
} as const satisfies ElementsLayout

const company = {
  name: 'text?',
  code: 'text?',
  code_type: 'integer?',
  legal_persona_wechat: 'text?',
  legal_persona_name: 'text?',
  component_phone: 'text?',
} as const satisfies ElementsLayout

const dispatch = {
  object: { provider: 'text?', contact: 'text?', dispatch_time: 'integer?' },
  optional: true,
} as const satisfies ObjectLayout

/** One row for each InfoType. The types of push fields, the run-time check and the XML writer all use this table. */
export const pushLayouts = {
  component_verify_ticket: { breaks: 'each', elements: { ComponentVerifyTicket: 'text' } },
  authorized: { breaks: 'tight', elements: authorization },
  updateauthorized: { breaks: 'tight', elements: authorization },
  unauthorized: { breaks: 'tight', elements: { AuthorizerAppid: 'text' } },
  // Personal registration comes in the enterprise shape with taskid; wxuser and idname are the documented form
  notify_third_fasteregister: {
    breaks: 'after-first',
    elements: {
      status: 'integer',
      msg: 'text?',
      appid: 'text?',
      auth_code: 'text?',
      info: { object: { wxuser: 'text?', idname: 'text?', ...company, taskid: 'text?' }, optional: true },
    },
  },
  notify_third_fastregisterbetaapp: {
    breaks: 'tight',
    elements: {
      appid: 'text?',
      status: 'integer',
      msg: 'text?',
      info: { object: { unique_id: 'text', name: 'text?' }, optional: true },
    },
  },
  notify_third_fastverifybetaapp: {
    breaks: 'after-first',
    elements: { appid: 'text?', status: 'integer', msg: 'text?', info: { object: company, optional: true } },
  },
  notify_3rd_wxa_auth: {
    breaks: 'tight',
    elements: {
      appid: 'text',
      task_status: 'integer',
      message: 'text?',
      taskid: 'text',
      apply_status: 'integer?',
      dispatch_info: dispatch,
    },
  },
  notify_3rd_wxa_wxverify: {
    breaks: 'each',
    elements: { appid: 'text', expired: 'integer', message: 'text?' },
  },
  notify_3rd_wxa_auth_and_icp: {
    breaks: 'tight',
    elements: { appid: 'text?', procedure_id: 'text', procedure_status: 'integer', dispatch_info: dispatch },
  },
  notify_icpfiling_verify_result: {
    breaks: 'tight',
    elements: { task_id: 'text', verify_appid: 'text', result: 'integer', along_with_auth_result: 'integer?' },
  },
  notify_apply_icpfiling_result: {
    breaks: 'tight',
    elements: { authorizer_appid: 'text', beian_status: 'integer' },
  },
  order_path_apply_result_notify: {
    breaks: 'tight',
    elements: { list: { list: { appid: 'text', audit_id: 'integer', ret_code: 'integer' } } },
  },
  order_path_audit_result_notify: {
    breaks: 'tight',
    elements: {
      list: {
        list: {
          appid: 'text',
          audit_id: 'integer',
          status: 'integer',
          apply_time: 'integer?',
          audit_time: 'integer?',
          reason: 'text?',
        },
      },
    },
  },
} as const satisfies Readonly<Record<string, PushLayout>>

export type PushInfoType = keyof typeof pushLayouts

/** Every InfoType that this package can write. */
export const pushInfoTypes = Object.keys(pushLayouts) as readonly PushInfoType[]

export function isPushInfoType(value: unknown): value is PushInfoType {
  return typeof value === 'string' && Object.hasOwn(pushLayouts, value)
}

/** The layout of a value kind or an object, without its `?`. */
export function valueKind(layout: ValueKind | `${ValueKind}?`): ValueKind {
  return layout.replace('?', '') as ValueKind
}

export function isOptional(layout: ElementLayout): boolean {
  return typeof layout === 'string' ? layout.endsWith('?') : 'object' in layout && layout.optional
}
