import type { AuthorizationEvents, StatusEntry } from '@wehook/core'
import type { Evidence } from './evidence.js'
import type { TaskKind } from './kinds/index.js'
import type { Key } from './kinds/kind.js'
import { companyKey, fourFieldsKey, wechatIdKey } from './kinds/registration-keys.js'

/** The parts of a push that concern a task. */
export interface News {
  readonly infoType: keyof typeof readers
  readonly evidence: Evidence
  /** WeChat's id and which kind of id it is; at most one row has it. */
  readonly id?: { readonly space: string; readonly value: string }
  /** Other keys by which the task may be found, the most reliable first. */
  readonly keys: readonly Key[]
  /** The kind to use if no task is found and one is adopted. */
  readonly kind: TaskKind
}

export type TaskEvent = AuthorizationEvents[keyof typeof readers]

type Judged = { readonly outcome: Evidence['outcome']; readonly status: StatusEntry }

type Reading = Omit<News, 'infoType' | 'evidence'> & Pick<Evidence, 'appid' | 'taskid'>

type Event<T extends keyof AuthorizationEvents> = AuthorizationEvents[T]

/** Which fields of an event name its task. */
const readers = {
  notify_third_fasteregister: (event: Event<'notify_third_fasteregister'>): Reading => readRegistration(event.payload),
  notify_third_fastregisterbetaapp({ payload }: Event<'notify_third_fastregisterbetaapp'>): Reading {
    const id = payload.info?.unique_id || undefined
    const { appid } = payload
    return {
      kind: 'registration.beta',
      keys: [],
      ...(id !== undefined && { id: { space: 'beta', value: id } }),
      ...(appid && { appid }),
    }
  },
  notify_third_fastverifybetaapp({ payload: { appid } }: Event<'notify_third_fastverifybetaapp'>): Reading {
    return {
      kind: 'beta.conversion',
      keys: appid ? [{ space: 'conversion', values: [appid] }] : [],
      ...(appid && { appid }),
    }
  },
  notify_3rd_wxa_auth({ payload: { appid, taskid } }: Event<'notify_3rd_wxa_auth'>): Reading {
    return {
      kind: 'certification',
      id: { space: 'certification', value: taskid },
      keys: [{ space: 'certified', values: [appid] }],
      appid,
      taskid,
    }
  },
}

export const taskInfoTypes = Object.keys(readers) as readonly (keyof typeof readers)[]

type RegistrationPayload = Event<'notify_third_fasteregister'>['payload']

/** Enterprise and personal pushes of the current APIs look the same: `info` has the taskid twice, and empty names. */
function readRegistration({ appid, info = {} }: RegistrationPayload): Reading {
  const { name = '', code = '', legal_persona_wechat: wechat = '', legal_persona_name: person = '', wxuser = '' } = info
  const taskid = info.taskid || (code && !name ? code : undefined)
  const keys = [
    ...(wxuser ? [wechatIdKey(wxuser)] : []),
    ...(name && code && wechat && person ? [fourFieldsKey(name, code, wechat, person)] : []),
    ...(name && code ? [companyKey(name, code)] : []),
  ]
  const kind = wxuser ? 'registration.personal' : wechat ? 'registration.enterpriseLegacy' : 'registration.unknown'
  return {
    kind: taskid === undefined ? kind : 'registration.unknown',
    keys,
    ...(taskid !== undefined && { id: { space: 'registration', value: taskid } }),
    ...(appid && { appid }),
  }
}

export function toNews(event: TaskEvent): News {
  const { appid, taskid, ...reading } = (readers[event.infoType] as (event: TaskEvent) => Reading)(event)
  const { outcome, status } = event as TaskEvent & Judged
  const evidence: Evidence = {
    by: 'push',
    at: event.createdAt.getTime(),
    eventId: event.id,
    outcome,
    status,
    ...(appid !== undefined && { appid }),
    ...(taskid !== undefined && { taskid }),
  }
  return { infoType: event.infoType, evidence, ...reading }
}
