import type { PushFields } from '../push/fields.js'
import type { StepOptions } from '../step-options.js'
import type { Task } from '../task.js'
import { endTurn } from '../turns.js'
import { addAuthorizer, authorizedPush, issueAuthCode, type World } from '../world.js'
import { betaSuffix } from './nickname.js'

type Result = PushFields<'notify_third_fastregisterbetaapp'>

/** The auth code comes in `authorized`, which has no unique_id. */
export function betaConfirmed(world: World, task: Task, options: StepOptions): Promise<unknown> {
  if (options.status) return betaFailed(world, task, options.status, options)
  const name = betaName(task)
  const authorizer = addAuthorizer(world, { nickName: name, principalName: '', registerType: 13 })
  endTurn(task, 'done', 'succeeded')
  task.appid = authorizer.appid
  task.status = 0
  const authorized = authorizedPush('authorized', authorizer.appid, issueAuthCode(world, authorizer.appid), world)
  const result: Result = {
    infoType: 'notify_third_fastregisterbetaapp',
    appid: authorizer.appid,
    status: 0,
    msg: 'OK',
    info: { unique_id: task.id, name },
  }
  return world.push(options.authorized === 'after' ? [result, authorized] : [authorized, result], options, task)
}

export function betaFailed(world: World, task: Task, status: number, options: StepOptions): Promise<unknown> {
  endTurn(task, 'done', status === 3 ? 'timed-out' : 'failed')
  task.status = status
  const result: Result = {
    infoType: 'notify_third_fastregisterbetaapp',
    status,
    msg: status === 3 ? 'overdue unconfirmed' : 'failed',
    ...(!options.withoutInfo && { info: { unique_id: task.id, name: betaName(task) } }),
  }
  return world.push([result], options, task)
}

function betaName(task: Task): string {
  return `${String(task.request['name'])}${betaSuffix}`
}
