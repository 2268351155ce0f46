import { infoTypes, type StoredEntry } from '@wehook/core'
import { html } from 'hono/html'
import { filterQuery, readFilter, states } from '../filter.js'
import { texts } from '../texts.js'
import { badge, cell, formFields, type Html, linkTo, type Page, timeOf, type View } from '../view.js'

export const rowsPerPage = 50

/** Stored pushes by state, InfoType, account and time. */
export async function pushesPage(view: View): Promise<Page> {
  const { query, settings, t } = view
  const after = query['after']
  const { entries, next } = await settings.inbox.list({
    ...readFilter(query),
    order: query['order'] === 'oldest' ? 'oldest' : 'newest',
    limit: rowsPerPage,
    ...(after && { after }),
  })
  const kept = filterQuery(query)
  const content = html`${filterForm(view)}
${entries.length === 0 ? html`<p>${t(texts.noPushes)}</p>` : table(view, entries)}
<p>${after ? html`<a href="${linkTo(view, { page: 'pushes', ...kept })}">${t(texts.firstPage)}</a> ` : ''}${next ? html`<a rel="next" href="${linkTo(view, { page: 'pushes', ...kept, after: next })}">${t(texts.next)}</a>` : ''}</p>`
  return { title: texts.pushes, content }
}

function filterForm({ query, t }: View): Html {
  const option = (value: string, label: string, name: string) =>
    html`<option value="${value}"${query[name] === value ? html` selected` : ''}>${label}</option>`
  return html`<form class="filter" method="get">
<input type="hidden" name="page" value="pushes">
${query['lang'] ? html`<input type="hidden" name="lang" value="${query['lang']}">` : ''}
<label>${t(texts.state)}<select name="state"><option value="">${t(texts.all)}</option>${states.map((state) => option(state, t(texts.states[state]), 'state'))}</select></label>
<label>${t(texts.infoType)}<input name="infoType" list="infotypes" value="${query['infoType'] ?? ''}"></label>
<datalist id="infotypes">${infoTypes.map((infoType) => html`<option value="${infoType}">`)}</datalist>
<label>${t(texts.appid)}<input name="appid" value="${query['appid'] ?? ''}"></label>
<label>${t(texts.from)}<input type="datetime-local" name="from" value="${query['from'] ?? ''}"></label>
<label>${t(texts.before)}<input type="datetime-local" name="before" value="${query['before'] ?? ''}"></label>
<label>${t(texts.order)}<select name="order">${option('newest', t(texts.newest), 'order')}${option('oldest', t(texts.oldest), 'order')}</select></label>
<button class="main">${t(texts.show)}</button>
</form>`
}

/** One form around all rows: a form in each row would double the size of the page. */
function table(view: View, entries: readonly StoredEntry[]): Html {
  const { t, settings } = view
  const columns = [texts.received, texts.infoType, texts.state, texts.appid, texts.attempts, texts.lastError]
  const rows = html`<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.pushes)}"><table class="rows">
<thead><tr>${settings.allowActions ? html`<td></td>` : ''}${columns.map((column) => html`<th scope="col">${t(column)}</th>`)}</tr></thead>
<tbody>${entries.map((entry) => row(view, entry))}</tbody></table></div>`
  if (!settings.allowActions) return rows
  return html`<form method="post" action="${linkTo(view, { page: 'pushes', ...filterQuery(view.query) })}">
${formFields(view)}${rows}
<p class="actions"><button name="action" value="requeue">${t(texts.requeueSelected)}</button>
<button name="action" value="discard">${t(texts.discardSelected)}</button></p></form>
<p class="actions"><a href="${linkTo(view, { page: 'confirm', action: 'requeue', ...filterQuery(view.query) })}">${t(texts.requeueAll)}</a>
<a href="${linkTo(view, { page: 'confirm', action: 'discard', ...filterQuery(view.query) })}">${t(texts.discardAll)}</a></p>`
}

function row(view: View, entry: StoredEntry): Html {
  const { t, settings } = view
  const link = linkTo(view, { page: 'push', id: entry.id })
  return html`<tr>${
    settings.allowActions
      ? html`<td><input type="checkbox" name="id" value="${entry.id}" aria-label="${t(texts.select(entry.id.slice(0, 8)))}"></td>`
      : ''
  }<td data-label="${t(texts.received)}">${timeOf(view, entry.receivedAt)}</td><td data-label="${t(texts.infoType)}"><a href="${link}">${entry.infoType}</a></td><td data-label="${t(texts.state)}">${badge(t, texts.states, entry.state)}</td>${cell(t(texts.appid), entry.appid)}${cell(t(texts.attempts), String(entry.attempts))}${cell(t(texts.lastError), entry.lastError)}</tr>`
}
