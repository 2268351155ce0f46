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

/** 快速注册小程序. A `create` is never repeated automatically: WeChat may have carried it out. */
export interface Registration {
  readonly enterprise: {
    /**
     * Starts a registration; show `authorize_url` to the user, who has 24 hours. Ends in `notify_third_fasteregister`.
     *
     * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-registration-ent/api_registerminiprogram.html
     */
    create(input: EnterpriseCreateInput, options?: CallOptions): Promise<TaskCreated>
    query(input: TaskQueryInput, options?: CallOptions): Promise<RegistrationState>
  }
  readonly enterpriseLegacy: {
    /** @deprecated WeChat retired it on 2026-04-30; use `enterprise.create`. */
    create(input: EnterpriseLegacyCreateInput, options?: CallOptions): Promise<void>
    /** @deprecated WeChat retired it on 2026-04-30. The state of the task comes as an error: 89251, `taskState`. It counts against the same quota as `create`. */
    search(input: EnterpriseLegacySearchInput, options?: CallOptions): Promise<void>
  }
  readonly personal: {
    /**
     * Starts a registration; show `authorize_url` to the user, who has 24 hours. Ends in `notify_third_fasteregister`.
     *
     * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-registration-ind/api_fastregisterpersonalmp.html
     */
    create(input: PersonalCreateInput, options?: CallOptions): Promise<TaskCreated>
    query(input: TaskQueryInput, options?: CallOptions): Promise<RegistrationState>
  }
  readonly beta: {
    /**
     * Creates a 试用小程序; show `authorize_url`. Ends in `notify_third_fastregisterbetaapp` with the same `unique_id`.
     *
     * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-regist-beta/api_registerbetaminiprogram.html
     */
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
