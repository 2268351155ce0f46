import { type AnyTask, adviceText } from '@wehook/tasks'
import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'
import { texts } from '../texts.js'
import { badge, cell, formFields, type Html, linkTo, notice, type Page, timeOf, type View } from '../view.js'
import { revealForm } from './push.js'

/** One task with its history, its link, its deadline and the next steps. */
export async function taskPage(view: View): Promise<Page> {
  const id = view.query['id'] ?? ''
  const task = await view.settings.tasks?.get(id)
  if (!task) return notice(404, texts.noSuchTask, view.language)
  const { t } = view
  const name = texts.kinds[task.kind]
  const waits = task.waitsFor && texts.waits[task.waitsFor]
  const content = html`<dl>
<dt>${t(texts.kind)}</dt><dd>${name ? t(name) : task.kind}</dd>
<dt>id</dt><dd>${task.id}</dd>
<dt>${t(texts.outcome)}</dt><dd>${badge(t, texts.outcomes, task.outcome)}</dd>
${line(t(texts.status), task.status && html`${task.status.code} · ${task.status[view.language]}`)}
${line(t(texts.advice), adviceText(task.advice, view.language))}
${line(t(texts.reference), task.reference)}
${line(t(texts.appid), task.appid)}
${line(t(texts.waitsFor), waits && t(waits))}
${line(t(texts.expires), task.expiresAt && timeOf(view, task.expiresAt))}
${line(t(texts.opened), timeOf(view, task.openedAt))}
${line(t(texts.changed), timeOf(view, task.changedAt))}
${line(t(texts.closed), task.closedAt && timeOf(view, task.closedAt))}
${line(t(texts.candidates), task.candidates?.join(', '))}
${line(t(texts.nextForProvider), task.next.provider?.[view.language])}
${line(t(texts.nextForMerchant), task.next.merchant?.[view.language])}
</dl>
${linkSection(view, task)}
${actions(view, task)}
${history(view, task)}`
  return { title: texts.task, content }
}

function line(term: string, value: Html | string | undefined): Html | '' {
  return value === undefined || value === '' ? '' : html`<dt>${term}</dt><dd>${value}</dd>`
}

/** The link is shown on request only: anybody who has it can act on it. */
function linkSection(view: View, task: AnyTask): Html | '' {
  const { t } = view
  const reasons = task.reason !== undefined || task.history.some(({ reason }) => reason !== undefined)
  if (!task.link && !reasons) return ''
  if (!view.reveal) {
    return html`<section><h2>${t(texts.link)}</h2>${revealForm(view, linkTo(view, { page: 'task', id: task.id }), texts.showLink)}</section>`
  }
  return html`<section><h2>${t(texts.link)}</h2>
${task.link ? html`<div class="qr" role="img" aria-label="${t(texts.link)}">${raw(renderSVG(task.link.url))}</div><p>${task.link.url}</p>` : ''}
${task.reason ? html`<p>${t(texts.reason)}: ${task.reason}</p>` : ''}</section>`
}

function actions(view: View, task: AnyTask): Html | '' {
  const { t, settings } = view
  if (!settings.allowActions) return ''
  return html`<form class="actions" method="post" action="${linkTo(view, { page: 'task', id: task.id })}">
${formFields(view, { id: task.id })}
${task.closedAt ? '' : html`<button name="action" value="check">${t(texts.checkNow)}</button>`}
${task.dead ? html`<button name="action" value="retell">${t(texts.retellNow)}</button>` : ''}</form>`
}

function history(view: View, task: AnyTask): Html {
  const { t } = view
  const columns = [texts.time, texts.outcome, texts.status, texts.by, texts.reason]
  return html`<section><h2>${t(texts.history)}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.history)}"><table class="rows">
<thead><tr>${columns.map((column) => html`<th scope="col">${t(column)}</th>`)}</tr></thead>
<tbody>${task.history.map((change) => {
    const source = texts.sources[change.by]
    return html`<tr><td data-label="${t(texts.time)}">${timeOf(view, change.at)}</td><td data-label="${t(texts.outcome)}">${badge(t, texts.outcomes, change.outcome)}</td>${cell(t(texts.status), change.status && `${change.status.code} · ${change.status[view.language]}`)}<td data-label="${t(texts.by)}">${source ? t(source) : change.by}${change.late ? html` <small>${t(texts.late)}</small>` : ''}</td>${cell(t(texts.reason), view.reveal ? change.reason : '')}</tr>`
  })}</tbody></table></div></section>`
}
