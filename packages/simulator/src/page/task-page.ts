import type { Bilingual } from '@wehook/core'
import { applyStatuses } from '../story/certification.js'
import { realNameDiffers } from '../story/conversion.js'
import type { Task } from '../task.js'
import { buttonsOf } from './buttons.js'
import { button, type Html, html, type PageAnswer, type PageContext, page } from './html.js'
import { endTexts, kindTexts, phaseTexts, subjectOf, texts } from './texts.js'

export const taskPath = (id: string) => `/simulated/tasks/${id}`

/** The page behind the link of a task: the buttons, or why there are none. */
export function taskPage(task: Readonly<Task>, context: PageContext): PageAnswer {
  const { say } = context
  const body = html`<p>${subjectOf(task)}</p>
<p class="note">${say(phaseTexts[task.phase])}${deadline(task, context)}</p>
${notes(task, context)}
${taskButtons(task, context)}`
  return page(context, taskPath(task.id), say(kindTexts[task.kind]), body)
}

/** Only the buttons; the overview uses them too. */
export function taskButtons(task: Readonly<Task>, { say, link }: PageContext): readonly Html[] {
  const reachable = task.phase !== 'person' || task.isReachable
  return (reachable ? buttonsOf(task) : []).map(({ id, label }, index) =>
    button({ action: link(taskPath(task.id)), label: say(label), fields: { step: id }, isOther: index > 0 }),
  )
}

function deadline({ phase, expiresAt }: Readonly<Task>, { say }: PageContext): string {
  if (phase !== 'person' && phase !== 'administrator') return ''
  return ` · ${say(texts.until)} ${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function notes(task: Readonly<Task>, { say }: PageContext): Html {
  if (task.phase === 'person' && !task.isReachable) return html`<p>${say(texts.unreachable)}</p>`
  if (task.phase === 'person' && task.status === realNameDiffers) return html`<p>${say(texts.realName)}</p>`
  if (task.phase === 'returned') return html`<p>${say(texts.returned)}</p>${reasonOf(task, say)}`
  if (task.phase !== 'done') return html``
  return html`<p>${say(endOf(task))}</p>${reasonOf(task, say)}`
}

function endOf({ progress, applyStatus }: Readonly<Task>): Bilingual {
  // A certification whose form was confirmed may still have failed in review.
  if (applyStatus === applyStatuses.failed || progress === 'created' || progress === 'agreed') return endTexts.failed
  return endTexts[progress]
}

function reasonOf({ reason, status }: Readonly<Task>, say: PageContext['say']): Html {
  const text = reason ?? (status === undefined || status === 0 ? undefined : `status ${status}`)
  return text === undefined ? html`` : html`<p class="note">${say(texts.reason)}: ${text}</p>`
}
