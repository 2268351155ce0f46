import type { SimulatedPlatform, StepOptions, Task, TaskPhase } from '@wehook/testing'
import { UsageError } from '../command.js'
import { buildFields } from '../input/fields.js'
import type { Bilingual } from '../language.js'
import { type Line, parseDuration, toStepOptions } from './words.js'

/** What a verb may use. */
export interface Stage {
  readonly platform: SimulatedPlatform
  readFile(path: string): string
  /** The same in two forms: for a program, for a reader. */
  print(json: object, text: string): void
}

export interface Verb {
  readonly usage: string
  readonly help: Bilingual
  run(line: Line, stage: Stage): Promise<unknown>
}

type Deed = 'confirm' | 'refuse' | 'fail' | 'return' | 'timeout'
type Step = (platform: SimulatedPlatform, task: string, options: StepOptions) => Promise<void>

/** Who does it, by whose turn it is. */
const steps: { readonly [phase in TaskPhase]?: { readonly [deed in Deed]?: Step } } = {
  person: {
    confirm: ({ person }, task, options) => person.confirms(task, options),
    refuse: ({ person }, task, options) => person.refuses(task, options),
    fail: ({ person }, task, options) => person.failsFaceCheck(task, options),
    timeout: ({ person }, task, options) => person.timesOut(task, options),
  },
  administrator: {
    confirm: ({ administrator }, task, options) => administrator.confirms(task, options),
    refuse: ({ administrator }, task, options) => administrator.refuses(task, options),
    timeout: ({ administrator }, task, options) => administrator.timesOut(task, options),
  },
  payment: { confirm: ({ person }, task, options) => person.pays(task, options) },
  review: {
    confirm: ({ reviewer }, task, options) => reviewer.passes(task, options),
    fail: ({ reviewer }, task, options) => reviewer.fails(task, options),
    return: ({ reviewer }, task, options) => reviewer.returns(task, options),
  },
}

function deed(name: Deed, help: Bilingual): Verb {
  return {
    usage: `${name} [task] [status=101 times=2 …]`,
    help,
    async run({ words, assignments }, { platform }) {
      const task = taskOf(platform, words[0])
      const turn = steps[task.phase] ?? {}
      const step = turn[name]
      if (!step) {
        const can = Object.keys(turn).join(', ') || 'nothing: it is over or waits for the host'
        throw new UsageError(`${describeTask(task, platform)}: ${name} is not possible now; possible: ${can}`)
      }
      await step(platform, task.id, toStepOptions(assignments))
    },
  }
}

/** Everything that can be typed. */
export const verbs: { readonly [name: string]: Verb } = {
  confirm: deed('confirm', {
    zh: '轮到的人照做：确认、扫脸、付款、审核通过；status=101 换成失败',
    en: 'whose turn it is does it: confirms, pays, passes the review; status=101 makes it fail',
  }),
  refuse: deed('refuse', { zh: '轮到的人拒绝', en: 'whose turn it is refuses' }),
  fail: deed('fail', { zh: '扫脸失败，或认证最终失败', en: 'the face check fails, or the certification for good' }),
  return: deed('return', { zh: '审核打回重填', en: 'the reviewer sends the certification back (打回)' }),
  timeout: deed('timeout', { zh: '一直没有人理会，过 24 小时', en: 'nobody does anything for 24 h' }),
  wait: {
    usage: 'wait <24h|30m|…>',
    help: { zh: '让模拟时间过去这么久', en: 'let simulated time pass' },
    run: ({ words }, { platform }) => platform.clock.advance(parseDuration(words[0] ?? '')),
  },
  push: {
    usage: 'push <InfoType> [sample] [path=value …]',
    help: { zh: '推送任意事件，样例见 wehook push --list', en: 'push any event; samples: wehook push --list' },
    run({ words: [infoType = '', sample], assignments }, { platform, readFile }) {
      return platform.push(buildFields(infoType, { sample, assignments }, readFile))
    },
  },
  ticket: {
    usage: 'ticket',
    help: { zh: '立即推送 component_verify_ticket', en: 'push a component_verify_ticket now' },
    run: (_, { platform }) => platform.pushTicket(),
  },
  authorize: {
    usage: 'authorize [appid]',
    help: { zh: '一个小程序授权给平台', en: 'a mini program authorizes the platform' },
    run: ({ words: [appid] }, { platform }) => platform.administrator.authorizes(appid === undefined ? {} : { appid }),
  },
  revoke: {
    usage: 'revoke <appid>',
    help: { zh: '该小程序取消授权', en: 'that mini program withdraws it' },
    run({ words: [appid] }, { platform }) {
      if (appid === undefined) throw new UsageError('revoke takes an appid; `tasks` lists the accounts')
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

/** A task by number (`1`, `#1`) or id; the only one that waits without a word. */
function taskOf(platform: SimulatedPlatform, word: string | undefined): Readonly<Task> {
  const { tasks } = platform
  const all =
    tasks.map((task) => describeTask(task, platform)).join('\n  ') || 'none yet: the host creates them by API calls'
  if (word !== undefined) {
    const task = tasks[Number(word.replace('#', '')) - 1] ?? tasks.find(({ id }) => id === word)
    if (!task) throw new UsageError(`there is no task ${word}. Tasks:\n  ${all}`)
    return task
  }
  const waiting = tasks.filter((task) => steps[task.phase] && !task.isObsolete)
  const [task, second] = waiting
  if (!task || second)
    throw new UsageError(`${task ? 'several tasks wait: say which' : 'no task waits'}. Tasks:\n  ${all}`)
  return task
}

function describeTask(task: Readonly<Task>, { tasks }: SimulatedPlatform): string {
  return `#${tasks.indexOf(task) + 1} ${task.kind} ${task.id} (${task.phase})`
}
