import { type Bilingual, WehookError } from '@wehook/core'
import { texts } from './texts.js'

/** Why a call was not made: what the open task belongs to. */
export type TaskOpenReason = 'reference' | 'input' | 'returned' | 'adopted'

/** The call was not made, or WeChat refused it, because a task for the same subject is open. */
export class TaskOpenError extends WehookError {
  override readonly name: string = 'TaskOpenError'
  declare readonly code: 'ERR_TASK_OPEN'
  readonly reason: TaskOpenReason
  /** The open task. */
  readonly taskId: string

  constructor(reason: TaskOpenReason, taskId: string) {
    super('ERR_TASK_OPEN', texts.taskOpen.message[reason], { hint: texts.taskOpen.hint[reason] })
    this.reason = reason
    this.taskId = taskId
  }
}

export function taskNotFound(): WehookError {
  return new WehookError('ERR_TASK_NOT_FOUND', texts.taskNotFound.message, { hint: texts.taskNotFound.hint })
}

export function notReturned(appid: string): WehookError {
  return new WehookError('ERR_TASK_NOT_FOUND', texts.notReturned.message(appid), { hint: texts.notReturned.hint })
}

export function notAdopted(): WehookError {
  return new WehookError('ERR_TASK_STATE', texts.notAdopted.message, { hint: texts.notAdopted.hint })
}

export function appidTaken(appid: string): WehookError {
  return new WehookError('ERR_TASK_STATE', texts.appidTaken.message(appid), { hint: texts.appidTaken.hint })
}

export function optionInvalid(option: string, expected: Bilingual): WehookError {
  return new WehookError('ERR_OPTIONS_INVALID', texts.option.message(option, expected), {
    hint: texts.option.hint(option),
  })
}
