import { isWechatApiError } from '@wehook/client'
import type { StatusEntry } from '@wehook/core'
import type { AskContext, Kind } from './kind.js'
import { enterprise, queryEnterprise, queryPersonal } from './registration.js'

const { api: _, ...withoutCall } = enterprise

/** An adopted registration of which only a taskid is known. Both queries, or the account's register_type, show which kind it is. */
export const unknownRegistration: Kind = {
  ...withoutCall,
  title: { zh: '快速注册小程序（类型待定）', en: 'Registration of a kind not known yet' },
  send: () => Promise.reject(new TypeError('this kind has no call')),
  guard: () => ({ space: 'none', values: [] }),
  keys: () => [],
  fields: {},
  ask: async (context, record) => {
    const taskid = record.ids.at(-1)?.id
    if (taskid === undefined) return undefined
    const state = (await tellKind(context, taskid))?.state
    return state && { status: state, outcome: state.outcome === 'succeeded' ? 'undetermined' : state.outcome }
  },
}
/** Finds which of the two queries knows the taskid: 89250 means that it is not this one. */
export async function tellKind(
  context: AskContext,
  taskid: string,
): Promise<
  { readonly kind: 'registration.enterprise' | 'registration.personal'; readonly state: StatusEntry } | undefined
> {
  const kinds = [
    ['registration.personal', queryPersonal],
    ['registration.enterprise', queryEnterprise],
  ] as const
  for (const [kind, query] of kinds) {
    try {
      return { kind, state: (await query(context, taskid)).state }
    } catch (error) {
      if (!isWechatApiError(error, 89250)) throw error
    }
  }
  return undefined
}
