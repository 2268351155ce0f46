import { html } from 'hono/html'
import { texts } from '../texts.js'
import { badge, duration, type Html, linkTo, type Page, type View } from '../view.js'

/** Health, counts, and what needs an operator. */
export async function overviewPage(view: View): Promise<Page> {
  const { t, settings } = view
  const [counts, tasks, deadTasks, health] = await Promise.all([
    settings.inbox.counts(),
    settings.tasks?.counts() ?? [],
    settings.tasks?.list({ dead: true }),
    settings.health?.report(),
  ])
  const tasksOf = (outcome: string) =>
    tasks.filter((each) => each.outcome === outcome).reduce((sum, { count }) => sum + count, 0)
  const needs = [
    counts.dead > 0 &&
      html`<a href="${linkTo(view, { page: 'pushes', state: 'dead' })}">${t(texts.deadPushes(counts.dead))}</a>`,
    counts.unhandled > 0 &&
      html`<a href="${linkTo(view, { page: 'pushes', state: 'unhandled' })}">${t(texts.unhandledPushes(counts.unhandled))}</a>`,
    tasksOf('returned') > 0 &&
      html`<a href="${linkTo(view, { page: 'tasks', outcome: 'returned' })}">${t(texts.returnedTasks(tasksOf('returned')))}</a>`,
    tasksOf('undetermined') > 0 &&
      html`<a href="${linkTo(view, { page: 'tasks', outcome: 'undetermined' })}">${t(texts.undeterminedTasks(tasksOf('undetermined')))}</a>`,
    (deadTasks?.tasks.length ?? 0) > 0 &&
      html`<a href="${linkTo(view, { page: 'tasks', dead: '1' })}">${t(texts.deadTasks(deadTasks?.tasks.length ?? 0))}</a>`,
  ].filter((line) => line !== false)
  const shown = ['pending', 'unhandled', 'dead', 'handled', 'discarded'] as const
  const content = html`
<section><h2>${t(texts.needsPerson)}</h2>
${needs.length === 0 ? html`<p>${t(texts.nothingNeeded)}</p>` : html`<ul>${needs.map((line) => html`<li>${line}</li>`)}</ul>`}
</section>
${health ? healthSection(view, health) : ''}
<section><h2>${t(texts.counts)}</h2>
<ul class="cards">${shown.map(
    (state) =>
      html`<li><strong>${counts[state].toLocaleString('en')}</strong><a href="${linkTo(view, { page: 'pushes', state })}">${t(texts.states[state])}</a></li>`,
  )}</ul>
<dl>
<dt>${t(texts.held)}</dt><dd>${counts.held}</dd>
<dt>${t(texts.oldestDue)}</dt><dd>${counts.oldestDueAt === undefined ? t(texts.none) : duration(t, view.now - counts.oldestDueAt)}</dd>
</dl></section>
${tasks.length > 0 ? tasksSection(view, tasks) : ''}`
  return { title: texts.overview, content }
}

type Report = Awaited<ReturnType<NonNullable<View['settings']['health']>['report']>>

function healthSection({ t, language }: View, { status, checks }: Report): Html {
  return html`<section><h2>${t(texts.health)} ${badge(t, texts.healthStatus, status)}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.health)}"><table>
<thead><tr><th scope="col">${t(texts.check)}</th><th scope="col">${t(texts.result)}</th><th scope="col">${t(texts.observed)}</th></tr></thead>
<tbody>${checks.map(
    (check) =>
      html`<tr><th scope="row">${check.name}</th><td>${badge(t, texts.healthStatus, check.status)}</td><td>${check.text[language]}</td></tr>`,
  )}</tbody></table></div></section>`
}

function tasksSection(view: View, counts: readonly { kind: string; outcome: string; count: number }[]): Html {
  const { t } = view
  const outcomes = ['pending', 'returned', 'undetermined', 'succeeded', 'failed'] as const
  const kinds = [...new Set(counts.map(({ kind }) => kind))].sort()
  const of = (kind: string, outcome: string) =>
    counts.find((each) => each.kind === kind && each.outcome === outcome)?.count ?? 0
  return html`<section><h2>${t(texts.tasks)}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.tasks)}"><table>
<thead><tr><th scope="col">${t(texts.kind)}</th>${outcomes.map((outcome) => html`<th scope="col">${t(texts.outcomes[outcome])}</th>`)}</tr></thead>
<tbody>${kinds.map((kind) => {
    const name = texts.kinds[kind]
    return html`<tr><th scope="row">${name ? t(name) : kind}</th>${outcomes.map((outcome) => html`<td>${linkedCount(view, kind, outcome, of(kind, outcome))}</td>`)}</tr>`
  })}</tbody></table></div></section>`
}

function linkedCount(view: View, kind: string, outcome: string, count: number): Html | string {
  return count === 0
    ? '0'
    : html`<a href="${linkTo(view, { page: 'tasks', kind, outcome })}">${count.toLocaleString('en')}</a>`
}
