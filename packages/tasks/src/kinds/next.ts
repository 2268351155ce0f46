import type { NextStep } from '../task.js'
import type { Kind } from './kind.js'

type Circumstances = Parameters<Kind['next']>[0]

/** The next steps, where kinds do not differ. `call` is the call that starts the task, `who` the person who acts on the link. */
export interface NextWords {
  readonly call: string
  readonly who: { readonly zh: string; readonly en: string }
  /** After a success. */
  readonly succeeded: NextStep
  /** While somebody other than the person with the link has to act. */
  readonly turns?: Readonly<Partial<Record<NonNullable<Circumstances['waitsFor']>, NextStep>>>
}

export function nextBy({ call, who, succeeded, turns = {} }: NextWords): Kind['next'] {
  const retry = {
    provider: { call, zh: `向商家说明原因，再次调用 ${call}`, en: `tell the merchant why, then call ${call} again` },
  }
  return (record) => {
    if (record.answerLost) return lostAnswer(call)
    if (record.outcome === 'succeeded') return succeeded
    if (record.outcome === 'returned') return returned
    if (record.outcome === 'undetermined') return undetermined
    if (record.outcome === 'failed') return failed(record, call, retry)
    if (record.foreign) return foreign
    return (record.waitsFor && turns[record.waitsFor]) ?? showLink(who)
  }
}

const lostAnswer = (call: string): NextStep => ({
  provider: {
    call,
    zh: `应答丢失，没有链接：用相同的 reference 和资料再次调用 ${call}`,
    en: `the answer was lost and there is no link: call ${call} again with the same reference and input`,
  },
})

const returned: NextStep = {
  provider: {
    call: 'authorizer(appid).certification.resubmit',
    zh: '请商家按打回原因（reason）修改资料，然后调用 certification.resubmit',
    en: 'have the merchant correct what `reason` names, then call certification.resubmit',
  },
  merchant: { zh: '按打回原因修改资料后重新提交', en: 'correct what the reviewer named, then submit it again' },
}

const undetermined: NextStep = {
  provider: {
    call: 'tasks.check',
    zh: '调用 tasks.check 再查询一次；有 candidates 时用 tasks.settle 指定 appid',
    en: 'ask WeChat again with tasks.check; where there are candidates, name the appid with tasks.settle',
  },
}

const foreign: NextStep = {
  provider: {
    zh: '该账号已有不是从这里发起的任务，等待其推送',
    en: 'a task of this account that was not started here is running: wait for its push',
  },
}

function failed({ status }: Circumstances, call: string, retry: NextStep): NextStep {
  switch (status?.advice) {
    case 'correct-and-retry':
      return {
        provider: {
          call,
          zh: `请商家改正资料，再次调用 ${call}`,
          en: `have the merchant correct the data, then call ${call} again`,
        },
        merchant: { zh: `改正资料：${status.zh}`, en: `correct the data: ${status.en}` },
      }
    case 'retry-later':
      return {
        provider: { call, zh: `等待后再次调用 ${call}`, en: `wait, then call ${call} again` },
        merchant: { zh: '请等待，稍后再试', en: 'wait, then try again' },
      }
    case 'contact-wechat':
      return { merchant: { zh: '联系微信客服', en: 'contact WeChat' } }
    case 'give-up':
      return { merchant: { zh: `无法继续：${status.zh}`, en: `this cannot go on: ${status.en}` } }
    default:
      return retry
  }
}

function showLink(who: NextWords['who']): NextStep {
  return {
    provider: {
      zh: `把 link.url 以二维码展示或发送给${who.zh}，在 expiresAt 之前有效`,
      en: `show link.url as a QR code, or send it, to the ${who.en}; it is valid until expiresAt`,
    },
    merchant: {
      zh: `${who.zh}打开链接，在 24 小时内完成确认和人脸核身`,
      en: `the ${who.en} opens the link and completes the face check within 24 hours`,
    },
  }
}

export const waitForWechat: NextStep = {
  provider: { zh: '等待微信推送结果', en: 'wait for the result that WeChat pushes' },
}
