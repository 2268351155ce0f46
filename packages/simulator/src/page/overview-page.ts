import type { PushRecord } from '../outbox.js'
import type { Task } from '../task.js'
import type { World } from '../world.js'
import { button, type Html, html, type PageAnswer, type PageContext, page } from './html.js'
import { taskButtons, taskPath } from './task-page.js'
import { kindTexts, phaseTexts, subjectOf, texts } from './texts.js'

export const overviewPath = '/simulated'

/** Every task with its buttons, accounts, names in review, and the latest pushes. */
export function overviewPage(world: World, pushes: readonly PushRecord[], context: PageContext): PageAnswer {
  const { say } = context
  const tasks = [...world.tasks].reverse().filter((task) => !task.isObsolete)
  const open = tasks.filter((task) => task.phase !== 'done')
  const closed = tasks.filter((task) => task.phase === 'done')
  const body = html`<p class="note">${say(texts.time)}: ${timeOf(world.clock.now())}</p>
<h2>${say(texts.open)}</h2>${open.length === 0 ? html`<p class="note">${say(texts.noTasks)}</p>` : table(open.map((task) => taskRow(task, context)))}
${closed.length === 0 ? '' : html`<h2>${say(texts.closed)}</h2>${table(closed.map((task) => taskRow(task, context)))}`}
${names(world, context)}
<h2>${say(texts.accounts)}</h2>${accounts(world, context)}
<h2>${say(texts.pushes)}</h2>${table(pushes.slice(-15).reverse().map(pushRow))}`
  return page(context, overviewPath, say(texts.overview), body)
}

const table = (rows: readonly Html[]) => html`<table>${rows}</table>`
const timeOf = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

function taskRow(task: Readonly<Task>, context: PageContext): Html {
  const { say, link } = context
  const isUnreachable = task.phase === 'person' && !task.isReachable
  return html`<tr><td><a href="${link(taskPath(task.id))}">${say(kindTexts[task.kind])}</a><br>${subjectOf(task)}</td>
<td>${say(isUnreachable ? texts.unreachable : phaseTexts[task.phase])}</td><td>${taskButtons(task, context)}</td></tr>`
}

function names(world: World, { say, link }: PageContext): Html {
  const open = world.nameReviews.filter((review) => review.state === 'open')
  if (open.length === 0) return html``
  const rows = open.map(({ auditId, name, appid }) => {
    const decide = (step: string, label: string, isOther: boolean) =>
      button({ action: link(overviewPath), label, isOther, fields: { step, audit_id: String(auditId) } })
    const buttons = [decide('pass-name', say(texts.pass), false), decide('refuse-name', say(texts.refuseName), true)]
    return html`<tr><td>${name}<br>${appid}</td><td>${buttons}</td></tr>`
  })
  return html`<h2>${say(texts.names)}</h2>${table(rows)}`
}

function accounts(world: World, { say, link }: PageContext): Html {
  const rows = [...world.authorizers.values()].map(({ appid, nickName, principalName, isAuthorized }) => {
    const revoke = {
      action: link(overviewPath),
      label: say(texts.revoke),
      isOther: true,
      fields: { step: 'revoke', appid },
    }
    const last = isAuthorized ? button(revoke) : html`<span class="note">${say(texts.isRevoked)}</span>`
    return html`<tr><td><code>${appid}</code></td><td>${nickName || principalName}</td><td>${last}</td></tr>`
  })
  const add = button({ action: link(overviewPath), label: say(texts.authorizeNew), fields: { step: 'authorize' } })
  return html`${rows.length === 0 ? html`<p class="note">${say(texts.noAccounts)}</p>` : table(rows)}<p>${add}</p>`
}

function pushRow({ infoType, createdAt, attempts }: PushRecord): Html {
  const last = attempts.at(-1)
  return html`<tr><td>${timeOf(createdAt)}</td><td>${infoType}</td><td>${last?.outcome ?? '–'} ${last?.status ?? ''}</td></tr>`
}
