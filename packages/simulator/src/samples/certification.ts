import { certificationTask, dispatch, miniProgram } from './parties.js'
import type { SamplesOf } from './samples.js'

const auth = { infoType: 'notify_3rd_wxa_auth', appid: miniProgram, taskid: certificationTask } as const
const both = {
  infoType: 'notify_3rd_wxa_auth_and_icp',
  appid: miniProgram,
  procedure_id: 'sample-procedure-1',
} as const
export const certificationSamples = {
  notify_3rd_wxa_auth: {
    pending: { ...auth, task_status: 0, message: '资料检验成功，等待管理员授权', apply_status: 0 },
    succeeded: { ...auth, task_status: 12, message: '认证通过', apply_status: 4 },
    returned: { ...auth, task_status: 12, message: '打回重填', apply_status: 3 },
    failed: { ...auth, task_status: 12, message: '认证最终失败', apply_status: 5 },
    undetermined: { ...auth, task_status: 424242, message: 'a status that nobody documented', apply_status: 0 },
    inReview: { ...auth, task_status: 12, message: '审核中', apply_status: 2, dispatch_info: dispatch },
    failedBeforeReview: { ...auth, task_status: 5, message: '人脸认证失败', apply_status: 0 },
  },
  notify_3rd_wxa_wxverify: {
    typical: {
      infoType: 'notify_3rd_wxa_wxverify',
      appid: miniProgram,
      expired: 1735660799,
      message: '账号名称：示例小程序\n到期时间：2024-12-31\n详情：请及时完成年审',
    },
  },
  notify_3rd_wxa_auth_and_icp: {
    pending: { ...both, procedure_status: 17, dispatch_info: dispatch },
    succeeded: { ...both, procedure_status: 26 },
    returned: { ...both, procedure_status: 18 },
    failed: { ...both, procedure_status: 20 },
    undetermined: { ...both, procedure_status: 424242 },
    returnedByIcpPlatform: { ...both, procedure_status: 23 },
    returnedByIcpAuthority: { ...both, procedure_status: 25 },
  },
} as const satisfies SamplesOf<'notify_3rd_wxa_auth' | 'notify_3rd_wxa_wxverify' | 'notify_3rd_wxa_auth_and_icp'>
