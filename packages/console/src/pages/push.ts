import { describeEvent, type InfoType, infoTypes, type StoredEntry } from '@wehook/core'
import { adviceText } from '@wehook/tasks'
import { html } from 'hono/html'
import { payloadLines } from '../payload.js'
import { texts } from '../texts.js'
import { badge, formFields, type Html, linkTo, notice, type Page, timeOf, type View } from '../view.js'

/** One stored push: its event, its attempts, and the possible actions. */
export async function pushPage(view: View): Promise<Page> {
  const id = view.query['id'] ?? ''
  const entry = await view.settings.inbox.get(id)
  if (!entry) return notice(404, texts.noSuchPush, view.language)
  const { t } = view
  const known = infoTypes.find((infoType) => infoType === entry.infoType)
  const content = html`<dl>
<dt>${t(texts.infoType)}</dt><dd>${entry.infoType}${known ? html` · ${titleOf(known, view)}` : ''}</dd>
<dt>id</dt><dd>${entry.id}</dd>
<dt>${t(texts.state)}</dt><dd>${badge(t, texts.states, entry.state)}</dd>
${entry.appid ? html`<dt>${t(texts.appid)}</dt><dd><a href="${linkTo(view, { page: 'pushes', appid: entry.appid })}">${entry.appid}</a></dd>` : ''}
<dt>${t(texts.attempts)}</dt><dd>${entry.attempts}</dd>
</dl>
${actions(view, entry)}
${eventSection(view, entry)}
${timeline(view, entry)}`
  return { title: texts.push, content }
}

function titleOf(infoType: InfoType, { language }: View): string {
  return describeEvent(infoType).title[language]
}

function actions(view: View, entry: StoredEntry): Html | '' {
  const { t, settings } = view
  if (!settings.allowActions || entry.state === 'discarded') return ''
  const canRequeue = entry.state !== 'pending' && entry.xml !== undefined
  const canDiscard = entry.state !== 'handled'
  return html`<form class="actions" method="post" action="${linkTo(view, { page: 'push', id: entry.id })}">
${formFields(view, { id: entry.id })}
${canRequeue ? html`<button name="action" value="requeue">${t(texts.requeue)}</button>` : ''}
${canDiscard ? html`<button name="action" value="discard">${t(texts.discard)}</button>` : ''}
</form>`
}

function eventSection(view: View, entry: StoredEntry): Html {
  const { t, settings, language } = view
  const event = settings.receiver.read(entry)
  if (!event) return html`<section><h2>${t(texts.event)}</h2><p>${t(texts.textGone)}</p></section>`
  const status = 'status' in event ? event.status : undefined
  const outcome = 'outcome' in event ? event.outcome : undefined
  const known = html`<h2>${t(texts.event)}</h2><dl>
${outcome ? html`<dt>${t(texts.outcome)}</dt><dd>${badge(t, texts.outcomes, outcome)}</dd>` : ''}
${status ? html`<dt>${t(texts.status)}</dt><dd>${status.code} · ${status[language]}</dd><dt>${t(texts.advice)}</dt><dd>${adviceText(status.advice, language)}</dd>` : ''}
</dl>`
  return html`<section>${status || outcome ? known : ''}
${event.issues.length > 0 ? html`<h3>${t(texts.issues)}</h3><ul>${event.issues.map((issue) => html`<li>${issue.path}: ${issue.message}</li>`)}</ul>` : ''}
<h2>${t(texts.payload)}</h2>
${fieldTable(view, event.payload)}
${view.reveal ? '' : revealForm(view, linkTo(view, { page: 'push', id: entry.id }), texts.reveal)}</section>`
}

function fieldTable({ t, reveal }: View, payload: unknown): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.payload)}"><table>
<thead><tr><th scope="col">${t(texts.field)}</th><th scope="col">${t(texts.value)}</th></tr></thead>
<tbody>${payloadLines(payload, reveal).map(({ field, value }) => html`<tr><th scope="row">${field}</th><td class="long">${value}</td></tr>`)}</tbody>
</table></div>`
}

/** The button that shows masked data. A form and not a link, because it raises a signal and another site must not be able to trigger it. */
export function revealForm(view: View, action: string, label: typeof texts.reveal | typeof texts.showLink): Html {
  const { t } = view
  const note = label === texts.showLink ? texts.linkHidden : texts.masked
  return html`<form method="post" action="${action}">${formFields(view)}
<p class="soft">${t(note)}</p><p class="actions"><button name="action" value="reveal">${t(label)}</button></p></form>`
}

function timeline(view: View, entry: StoredEntry): Html {
  const { t } = view
  const lines = [
    { what: t(texts.wasReceived), at: entry.receivedAt, note: '' },
    ...(entry.failures ?? []).map(({ attempt, at, error }) => ({
      what: t(texts.failedAttempt(attempt)),
      at,
      note: error,
    })),
    ...(entry.settledAt === undefined
      ? []
      : [
          {
            what: t(texts.became(texts.states[entry.state])),
            at: entry.settledAt,
            note: entry.lastError ?? '',
          },
        ]),
    ...(entry.dueAt === undefined ? [] : [{ what: t(texts.due), at: entry.dueAt, note: '' }]),
  ]
  return html`<section><h2>${t(texts.timeline)}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.timeline)}"><table>
<thead><tr><th scope="col">${t(texts.time)}</th><th scope="col">${t(texts.what)}</th><th scope="col">${t(texts.lastError)}</th></tr></thead>
<tbody>${lines.map(({ what, at, note }) => html`<tr><td>${timeOf(view, at)}</td><td>${what}</td><td class="long">${note}</td></tr>`)}</tbody>
</table></div></section>`
}
