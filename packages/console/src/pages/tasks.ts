import type { AnyTask, ListOptions } from '@wehook/tasks'
import { html } from 'hono/html'
import { texts } from '../texts.js'
import { badge, cell, type Html, linkTo, notice, type Page, timeOf, type View } from '../view.js'
import { rowsPerPage } from './pushes.js'

/** Tasks by kind and outcome, newest first. */
export async function tasksPage(view: View): Promise<Page> {
  const { query, settings, t } = view
  if (!settings.tasks) return notice(404, texts.noSuchPage, view.language)
  const { tasks, next } = await settings.tasks.list(query['dead'] ? { dead: true } : readFilter(query))
  const kept = { ...(query['kind'] && { kind: query['kind'] }), ...(query['outcome'] && { outcome: query['outcome'] }) }
  const content = html`${filterForm(view)}
${tasks.length === 0 ? html`<p>${t(texts.noTasks)}</p>` : table(view, tasks)}
<p>${query['after'] ? html`<a href="${linkTo(view, { page: 'tasks', ...kept })}">${t(texts.firstPage)}</a> ` : ''}${next ? html`<a rel="next" href="${linkTo(view, { page: 'tasks', ...kept, after: next })}">${t(texts.next)}</a>` : ''}</p>`
  return { title: texts.tasks, content }
}

function readFilter(query: View['query']): ListOptions {
  const kind = Object.keys(texts.kinds).find((each) => each === query['kind'])
  const outcome = Object.keys(texts.outcomes).find((each) => each === query['outcome'])
  const after = query['after']
  return {
    limit: rowsPerPage,
    ...(kind && { kind }),
    ...(outcome && { outcome }),
    ...(after && { after }),
  } as ListOptions
}

function filterForm({ query, t }: View): Html {
  const select = (name: string, group: typeof texts.kinds) =>
    html`<select name="${name}"><option value="">${t(texts.all)}</option>${Object.entries(group).map(
      ([value, text]) =>
        html`<option value="${value}"${query[name] === value ? html` selected` : ''}>${t(text)}</option>`,
    )}</select>`
  return html`<form class="filter" method="get"><input type="hidden" name="page" value="tasks">
${query['lang'] ? html`<input type="hidden" name="lang" value="${query['lang']}">` : ''}
<label>${t(texts.kind)}${select('kind', texts.kinds)}</label>
<label>${t(texts.outcome)}${select('outcome', texts.outcomes)}</label>
<button class="main">${t(texts.show)}</button></form>`
}

function table(view: View, tasks: readonly AnyTask[]): Html {
  const { t } = view
  const columns = [texts.opened, texts.kind, texts.outcome, texts.reference, texts.appid, texts.waitsFor]
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.tasks)}"><table class="rows">
<thead><tr>${columns.map((column) => html`<th scope="col">${t(column)}</th>`)}</tr></thead>
<tbody>${tasks.map((task) => {
    const name = texts.kinds[task.kind]
    const waits = task.waitsFor && texts.waits[task.waitsFor]
    return html`<tr><td data-label="${t(texts.opened)}">${timeOf(view, task.openedAt)}</td><td data-label="${t(texts.kind)}"><a href="${linkTo(view, { page: 'task', id: task.id })}">${name ? t(name) : task.kind}</a></td><td data-label="${t(texts.outcome)}">${badge(t, texts.outcomes, task.outcome)}</td>${cell(t(texts.reference), task.reference)}${cell(t(texts.appid), task.appid)}${cell(t(texts.waitsFor), waits ? t(waits) : '')}</tr>`
  })}</tbody></table></div>`
}
