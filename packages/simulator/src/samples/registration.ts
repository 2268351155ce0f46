import { authCode, byTask, company, miniProgram, personalTask } from './parties.js'
import type { SamplesOf } from './samples.js'

const fast = { infoType: 'notify_third_fasteregister' } as const
const beta = { infoType: 'notify_third_fastregisterbetaapp' } as const
const verify = { infoType: 'notify_third_fastverifybetaapp', appid: miniProgram } as const
const opened = { status: 0, msg: 'OK', appid: miniProgram, auth_code: authCode } as const
const betaInfo = { unique_id: `${personalTask.repeat(4)}`, name: '示例的体验小程序' } as const
export const registrationSamples = {
  notify_third_fasteregister: {
    succeeded: { ...fast, ...opened, info: company },
    failed: { ...fast, status: 103, msg: 'check legal persona and enterprise fail', info: company },
    undetermined: { ...fast, status: 424242, msg: 'a status that nobody documented', info: company },
    succeededByTask: { ...fast, ...opened, info: byTask },
    succeededAsDocumentedForPersons: {
      ...fast,
      ...opened,
      info: { wxuser: 'sample_wechat_id', idname: '李四', component_phone: '00000000000' },
    },
    failedWithoutInfo: { ...fast, status: -1, msg: 'authorize third party failed' },
    timedOut: { ...fast, status: 100003, msg: 'not confirmed', info: company },
    failedByQuota: { ...fast, status: 1001, msg: 'corporation exceed register limits', info: company },
  },
  notify_third_fastregisterbetaapp: {
    succeeded: { ...beta, appid: miniProgram, status: 0, msg: 'OK', info: betaInfo },
    failed: { ...beta, status: 3, msg: 'overdue unconfirmed', info: betaInfo },
    undetermined: { ...beta, status: 424242, msg: 'a status that nobody documented', info: betaInfo },
  },
  notify_third_fastverifybetaapp: {
    succeeded: { ...verify, status: 0, msg: 'ok', info: company },
    pending: { ...verify, status: 89251, msg: 'legal person checking', info: company },
    failed: { ...verify, status: 100004, msg: 'not in accordance', info: company },
    undetermined: { ...verify, status: 424242, msg: 'a status that nobody documented', info: company },
    pendingAdministrator: { ...verify, status: 89252, msg: 'administrator checking', info: company },
    timedOut: { ...verify, status: 100003, msg: 'not confirmed', info: company },
  },
} as const satisfies SamplesOf<
  'notify_third_fasteregister' | 'notify_third_fastregisterbetaapp' | 'notify_third_fastverifybetaapp'
>
