import { html } from 'hono/html'
import { isBulkAction, matchingCount } from '../actions.js'
import { filterQuery } from '../filter.js'
import { texts } from '../texts.js'
import { formFields, linkTo, notice, type Page, type View } from '../view.js'

/** Asks for confirmation: shows how many pushes an action on all matching ones would change. */
export async function confirmPage(view: View): Promise<Page> {
  const { query, settings, t } = view
  const action = query['action'] ?? ''
  if (!settings.allowActions) return notice(403, texts.actionsOff, view.language)
  if (!isBulkAction(action)) return notice(404, texts.noSuchPage, view.language)
  const { count, isMore } = await matchingCount(settings.inbox, query, action)
  const kept = filterQuery(query)
  const back = linkTo(view, { page: 'pushes', ...kept })
  if (count === 0) {
    return {
      title: texts[action],
      content: html`<p>${t(texts.nothingMatches)}</p><p><a href="${back}">${t(texts.cancel)}</a></p>`,
    }
  }
  const shown = `${count.toLocaleString('en')}${isMore ? '+' : ''}`
  const question = action === 'requeue' ? texts.confirmRequeue(shown) : texts.confirmDiscard(shown)
  const content = html`<form method="post" action="${back}">${formFields(view, { action: `${action}-all` })}
<p>${t(question)}</p>
<dl>${Object.entries(kept).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<p class="actions"><button class="main">${t(texts.confirm)}</button> <a href="${back}">${t(texts.cancel)}</a></p></form>`
  return { title: texts[action], content }
}
