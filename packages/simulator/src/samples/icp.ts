import { miniProgram } from './parties.js'
import type { SamplesOf } from './samples.js'

const face = {
  infoType: 'notify_icpfiling_verify_result',
  task_id: 'sample-icp-task-1',
  verify_appid: miniProgram,
} as const
const filing = { infoType: 'notify_apply_icpfiling_result', authorizer_appid: miniProgram } as const
export const icpSamples = {
  notify_icpfiling_verify_result: {
    succeeded: { ...face, result: 3 },
    failed: { ...face, result: 2 },
    undetermined: { ...face, result: 424242 },
    succeededWithCertification: { ...face, result: 3, along_with_auth_result: 9 },
  },
  notify_apply_icpfiling_result: {
    succeeded: { ...filing, beian_status: 6 },
    pending: { ...filing, beian_status: 4 },
    returned: { ...filing, beian_status: 3 },
    undetermined: { ...filing, beian_status: 424242 },
    returnedByAuthority: { ...filing, beian_status: 5 },
  },
} as const satisfies SamplesOf<'notify_icpfiling_verify_result' | 'notify_apply_icpfiling_result'>
