import {
  type MessageFields,
  type PushFields,
  type SimulatedPlatform,
  type StepName,
  stepsOf,
  type Task,
} from '@wehook/simulator'
import { UsageError } from '../command.js'
import { buildFields, isMessageType } from '../input/fields.js'
import type { Bilingual } from '../language.js'
import { type Line, parseDuration, toStepOptions } from './words.js'

/** What the commands of the simulated platform can use. */
export interface Stage {
  readonly platform: SimulatedPlatform
  readFile(path: string): string
  say(text: Bilingual): string
  /** Prints one of two forms of the same thing: JSON for a program, or text for a reader. */
  print(json: object, text: string): void
}

export interface Verb {
  readonly usage: string
  readonly help: Bilingual
  run(line: Line, stage: Stage): Promise<unknown>
}

function action(name: StepName, help: Bilingual): Verb {
  return {
    usage: `${name} [task] [status=101 times=2 …]`,
    help,
    async run({ words, assignments }, { platform }) {
      const task = taskOf(platform, words[0])
      const steps = stepsOf(task)
      const step = steps[name]
      if (!step) {
        const possible = Object.keys(steps).join(', ')
        throw new UsageError(
          `${describeTask(task, platform)}: ${name} is not possible now; possible: ${possible || 'nothing, the task has ended or waits for the app'}`,
          `${describeTask(task, platform)}：现在不能 ${name}；可以：${possible || '无，任务已结束或在等待服务商'}`,
        )
      }
      await step(platform, task, toStepOptions(assignments))
    },
  }
}

/** All commands that can be typed. */
export const verbs: { readonly [name: string]: Verb } = {
  confirm: action('confirm', {
    zh: '由当前操作人完成：确认、扫脸、付款、审核通过；status=101 表示失败',
    en: 'the person who has to act does so: confirms, pays, passes the review; status=101 makes it fail',
  }),
  refuse: action('refuse', { zh: '当前操作人拒绝', en: 'the person who has to act refuses' }),
  fail: action('fail', {
    zh: '扫脸失败，或认证最终失败',
    en: 'the face check fails, or the certification fails permanently',
  }),
  return: action('return', { zh: '审核打回重填', en: 'the reviewer returns the certification (打回重填)' }),
  timeout: action('timeout', { zh: '24 小时内无人操作', en: 'nobody acts for 24 h' }),
  wait: {
    usage: 'wait <24h|30m|…>',
    help: { zh: '让模拟时间前进', en: 'let simulated time pass' },
    run: ({ words }, stage) => waitFor(words[0] ?? '', stage),
  },
  push: {
    usage: 'push <InfoType> [sample] [path=value …]',
    help: { zh: '推送任意事件，样例见 wehook push --list', en: 'push any event; samples: wehook push --list' },
    run({ words: [infoType = '', sample], assignments }, { platform, readFile }) {
      const fields = buildFields(infoType, { sample, assignments }, readFile)
      if (!isMessageType(infoType)) return platform.push(fields as PushFields)
      const [account] = platform.authorizers
      return platform.pushMessage(account?.appid ?? 'wx0123456789abcdef', fields as MessageFields)
    },
  },
  ticket: {
    usage: 'ticket',
    help: { zh: '立即推送 component_verify_ticket', en: 'push a component_verify_ticket now' },
    run: (_, { platform }) => platform.pushTicket(),
  },
  authorize: {
    usage: 'authorize [appid]',
    help: { zh: '一个小程序授权平台', en: 'a mini program authorizes the platform' },
    run: ({ words: [appid] }, { platform }) => platform.administrator.authorizes(appid === undefined ? {} : { appid }),
  },
  revoke: {
    usage: 'revoke <appid>',
    help: { zh: '该小程序取消授权', en: 'the mini program withdraws its authorization' },
    run({ words: [appid] }, { platform }) {
      if (appid === undefined)
        throw new UsageError(
          'revoke takes an appid; `tasks` lists the accounts',
          'revoke 需要 appid；输入 tasks 查看账号',
        )
      return platform.administrator.revokes(appid)
    },
  },
  tasks: {
    usage: 'tasks',
    help: { zh: '列出任务与授权方', en: 'list tasks and accounts' },
    async run(_, { platform, print }) {
      for (const task of platform.tasks) {
        const { kind, id, phase } = task
        print({ type: 'task', kind, id, phase }, describeTask(task, platform))
      }
      for (const { appid, isAuthorized } of platform.authorizers) {
        print({ type: 'account', appid, isAuthorized }, `${appid} ${isAuthorized ? '' : '(unauthorized)'}`)
      }
      if (platform.tasks.length + platform.authorizers.length === 0) print({ type: 'nothing' }, '–')
    },
  },
}

/** Advances the simulated time, and prints what happened in that time. */
async function waitFor(duration: string, { platform, print, say }: Stage): Promise<void> {
  const before = platform.pushes.length
  await platform.clock.advance(parseDuration(duration))
  await platform.idle()
  const counts = new Map<string, number>()
  for (const { infoType } of platform.pushes.slice(before)) counts.set(infoType, (counts.get(infoType) ?? 0) + 1)
  const pushed = [...counts].map(([infoType, count]) => `${count} ${infoType}`).join(', ')
  const now = new Date(platform.clock.now()).toISOString().slice(0, 19).replace('T', ' ')
  const summary = say({
    en: `${duration} have passed, it is ${now} UTC; pushed: ${pushed || 'nothing'}`,
    zh: `过了 ${duration}，现在是 ${now} UTC；推送：${pushed || '无'}`,
  })
  print({ type: 'waited', duration, now: platform.clock.now(), pushed: Object.fromEntries(counts) }, summary)
}

/** A task by number (`1`, `#1`) or id; without an argument, the only task that waits. */
function taskOf(platform: SimulatedPlatform, word: string | undefined): Readonly<Task> {
  const { tasks } = platform
  const all =
    tasks.map((task) => describeTask(task, platform)).join('\n  ') || 'none yet: the host creates them by API calls'
  if (word !== undefined) {
    const task = tasks[Number(word.replace('#', '')) - 1] ?? tasks.find(({ id }) => id === word)
    if (!task) throw new UsageError(`there is no task ${word}. Tasks:\n  ${all}`, `没有任务 ${word}。任务：\n  ${all}`)
    return task
  }
  const waiting = tasks.filter((task) => Object.keys(stepsOf(task)).length > 0 && !task.isObsolete)
  const [task, second] = waiting
  if (!task || second)
    throw new UsageError(
      `${task ? 'several tasks wait: say which' : 'no task waits'}. Tasks:\n  ${all}`,
      `${task ? '有多个任务在等待，请指明是哪一个' : '没有在等待的任务'}。任务：\n  ${all}`,
    )
  return task
}

function describeTask(task: Readonly<Task>, { tasks }: SimulatedPlatform): string {
  return `#${tasks.indexOf(task) + 1} ${task.kind} ${task.id} (${task.phase})`
}
