import type { BetaCreated, RegistrationState, TaskCreated } from './answers.js'
import type { Connection } from './connection.js'
import type { CallOptions } from './http/send.js'
import type {
  BetaCreateInput,
  EnterpriseCreateInput,
  EnterpriseLegacyCreateInput,
  EnterpriseLegacySearchInput,
  PersonalCreateInput,
  TaskQueryInput,
} from './inputs/registration.js'

/** 快速注册小程序 (PROTOCOL §4.2 to §4.5). No create is ever repeated by itself: it may have succeeded. */
export interface Registration {
  readonly enterprise: {
    /** Starts a registration; show `authorize_url` to the user, who has 24 hours. Ends in `notify_third_fasteregister`. */
    create(input: EnterpriseCreateInput, options?: CallOptions): Promise<TaskCreated>
    query(input: TaskQueryInput, options?: CallOptions): Promise<RegistrationState>
  }
  readonly enterpriseLegacy: {
    /** @deprecated WeChat retired it on 2026-04-30; use `enterprise.create`. */
    create(input: EnterpriseLegacyCreateInput, options?: CallOptions): Promise<void>
    /** @deprecated WeChat retired it on 2026-04-30. Where the task stands comes as an error: 89251, `taskState`. */
    search(input: EnterpriseLegacySearchInput, options?: CallOptions): Promise<void>
  }
  readonly personal: {
    /** Starts a registration; show `authorize_url` to the user, who has 24 hours. Ends in `notify_third_fasteregister`. */
    create(input: PersonalCreateInput, options?: CallOptions): Promise<TaskCreated>
    query(input: TaskQueryInput, options?: CallOptions): Promise<RegistrationState>
  }
  readonly beta: {
    /** Makes a 试用小程序; show `authorize_url`. Ends in `notify_third_fastregisterbetaapp` with the same `unique_id`. */
    create(input: BetaCreateInput, options?: CallOptions): Promise<BetaCreated>
  }
}

export function createRegistration({ invoke, callComponent: call }: Connection): Registration {
  return {
    enterprise: {
      create: (input, options) => invoke(call, 'registration.enterprise.create', input, options),
      query: (input, options) => invoke(call, 'registration.enterprise.query', input, options),
    },
    enterpriseLegacy: {
      create: (input, options) => invoke(call, 'registration.enterpriseLegacy.create', input, options),
      search: (input, options) => invoke(call, 'registration.enterpriseLegacy.search', input, options),
    },
    personal: {
      create: (input, options) => invoke(call, 'registration.personal.create', input, options),
      query: (input, options) => invoke(call, 'registration.personal.query', input, options),
    },
    beta: { create: (input, options) => invoke(call, 'registration.beta.create', input, options) },
  }
}
