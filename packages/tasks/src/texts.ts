import type { Advice, Bilingual } from '@wehook/core'

/** The texts of this package's errors, statuses and log lines. */
export const texts = {
  clockClosed: (hours: number) => ({
    en: `no result came within ${hours} hours; the link has expired`,
    zh: `${hours} 小时内没有结果，链接已失效`,
  }),
  taskOpen: {
    message: {
      reference: {
        en: 'a task with another reference is open for the same company, person or appid',
        zh: '同一企业、个人或 appid 已有另一个 reference 的任务在进行中',
      },
      input: {
        en: 'a task with the same reference and another input is open',
        zh: '相同 reference 的任务已在进行中，但提交的资料不同',
      },
      returned: { en: 'the certification was returned by the reviewer', zh: '认证已被审核方打回' },
      adopted: {
        en: 'a task that was not started here is open for the same company or appid',
        zh: '同一企业或 appid 已有不是从这里发起的任务在进行中',
      },
    },
    hint: {
      reference: {
        en: 'wait until it ends, or use its reference; error.taskId names it',
        zh: '请等待其结束，或使用它的 reference；任务见 error.taskId',
      },
      input: {
        en: 'wait until it ends, or pass { again: true } to let WeChat decide about the new input',
        zh: '请等待其结束，或传入 { again: true } 由微信决定是否接受新资料',
      },
      returned: {
        en: 'correct the input and call certification.resubmit',
        zh: '请修改资料并调用 certification.resubmit',
      },
      adopted: {
        en: 'take it over with tasks.claim(id, { reference }); error.taskId names it',
        zh: '可用 tasks.claim(id, { reference }) 认领；任务见 error.taskId',
      },
    },
  },
  taskNotFound: {
    message: { en: 'there is no such task', zh: '没有这个任务' },
    hint: {
      en: 'check the id; tasks of another componentAppId are not shown, and forgotten ones are gone',
      zh: '请检查 id；其他 componentAppId 的任务不可见，已删除的任务不存在',
    },
  },
  notReturned: {
    message: (appid: string) => ({
      en: `no returned certification of ${appid} is known`,
      zh: `没有 ${appid} 被打回的认证任务`,
    }),
    hint: {
      en: 'wait for the outcome `returned`, or pass { taskid, reference } of a certification that was submitted elsewhere',
      zh: '请等待结果为 returned，或对在别处提交的认证传入 { taskid, reference }',
    },
  },
  notAdopted: {
    message: { en: 'this task has a reference already', zh: '该任务已有 reference' },
    hint: { en: 'only adopted tasks can be claimed', zh: '只能认领不是从这里发起的任务（adopted）' },
  },
  appidTaken: {
    message: (appid: string) => ({
      en: `${appid} is the result of another task`,
      zh: `${appid} 已是另一个任务的结果`,
    }),
    hint: {
      en: 'settle with an appid of `candidates` that is free',
      zh: '请用 candidates 中未被占用的 appid 调用 settle',
    },
  },
  option: {
    message: (option: string, expected: Bilingual) => ({
      en: `${option}: ${expected.en}`,
      zh: `选项 ${option}：${expected.zh}`,
    }),
    hint: (option: string) => ({
      en: `correct the option ${option} of createTasks`,
      zh: `请改正 createTasks 的选项 ${option}`,
    }),
    reference: { en: 'expected a text of 1 to 256 characters', zh: '应为 1 至 256 个字符的文本' },
    duration: { en: 'expected a number of ms', zh: '应为毫秒数' },
    missing: { en: 'is missing', zh: '缺失' },
  },
  storeNotDurable: {
    en: 'this task store is not durable: its tasks are lost with the process; use it in tests only',
    zh: '此任务存储不持久：进程退出后任务即丢失，仅供测试使用',
  },
  noInbox: {
    en: 'the receiver has no inbox: a push that comes while the task store is down is lost, and only kinds with a query recover',
    zh: 'receiver 未配置 inbox：任务存储故障期间到达的推送会丢失，只有可查询的类型能恢复',
  },
  tickFailed: (reason: string) => ({
    en: `checking due tasks failed and will be repeated: ${reason}`,
    zh: `检查到期任务失败，将重试：${reason}`,
  }),
  listenerThrew: (reason: string) => ({
    en: `a listener of a signal threw: ${reason}`,
    zh: `信号的监听函数抛出错误：${reason}`,
  }),
} as const

/** What an advice says to a person. */
export const adviceTexts: Readonly<Record<Advice, Bilingual>> = {
  none: { en: 'Nothing to do.', zh: '无需操作。' },
  wait: { en: 'Wait for the result.', zh: '请等待结果。' },
  retry: { en: 'Try again.', zh: '请重新发起。' },
  'correct-and-retry': { en: 'Correct the data, then try again.', zh: '请改正资料后重新提交。' },
  'retry-later': { en: 'Try again later.', zh: '请稍后再试。' },
  query: { en: 'Ask WeChat for the current state.', zh: '请查询当前状态。' },
  'contact-wechat': { en: 'Contact WeChat.', zh: '请联系微信客服。' },
  'give-up': { en: 'This cannot succeed with these data.', zh: '以现有资料无法成功，请勿重复提交。' },
}
