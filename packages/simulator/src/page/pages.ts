import type { ApiCall } from '../call.js'
import type { PushRecord } from '../outbox.js'
import { type Actors, stepsOf } from '../steps.js'
import type { World } from '../world.js'
import { authorizationPage, authorizationPath, authorizeOnPage } from './authorization-page.js'
import { buttonsOf } from './buttons.js'
import { createPageContext, html, type PageAnswer, type PageContext, page } from './html.js'
import { overviewPage, overviewPath } from './overview-page.js'
import { taskPage, taskPath } from './task-page.js'
import { texts } from './texts.js'

/** Answers a browser; `undefined` for a path that is not a page. */
export type Pages = (call: ApiCall) => Promise<PageAnswer | undefined>

interface Scene {
  readonly world: World
  readonly actors: Actors
  readonly pushes: readonly PushRecord[]
}

/** Pages of the simulated platform: each task at its link, an overview, and the page on which an account authorizes the platform. */
export function createPages(world: World, actors: Actors, pushes: readonly PushRecord[]): Pages {
  const scene = { world, actors, pushes }
  return async (call) => {
    if (call.path === '/') return { status: 303, location: overviewPath }
    if (!call.path.startsWith(overviewPath) && call.path !== authorizationPath) return undefined
    const context = createPageContext(call.query, call.headers['accept-language'])
    try {
      return await (call.method === 'POST' ? act(call, scene, context) : show(call, scene, context))
    } catch (error) {
      const body = html`<p>${messageOf(error, context)}</p>`
      return page(context, overviewPath, context.say(texts.notNow), body, 409)
    }
  }
}

async function show(call: ApiCall, { world, pushes }: Scene, context: PageContext): Promise<PageAnswer> {
  if (call.path === authorizationPath) return authorizationPage(call.query, context)
  if (call.path === overviewPath) return overviewPage(world, pushes, context)
  const task = taskAt(call.path, world)
  return task ? taskPage(task, context) : page(context, overviewPath, context.say(texts.missing), html``, 404)
}

async function act(call: ApiCall, scene: Scene, context: PageContext): Promise<PageAnswer> {
  const { world, actors } = scene
  if (call.path === authorizationPath) return authorizeOnPage(call.query, actors.administrator, context)
  const form = new URLSearchParams(call.text)
  if (call.path === overviewPath) {
    await actOnOverview(form, actors)
    return { status: 303, location: context.link(overviewPath) }
  }
  const task = taskAt(call.path, world)
  const chosen = task && buttonsOf(task).find(({ id }) => id === form.get('step'))
  const step = task && chosen && stepsOf(task)[chosen.step]
  if (!task || !step) return page(context, overviewPath, context.say(texts.notNow), html``, 409)
  await step(actors, task, chosen.options ?? {})
  return { status: 303, location: context.link(taskPath(task.id)) }
}

async function actOnOverview(form: URLSearchParams, { administrator, reviewer }: Actors): Promise<void> {
  const auditId = Number(form.get('audit_id'))
  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    authorize: () => administrator.authorizes(),
    revoke: () => administrator.revokes(form.get('appid') ?? ''),
    'pass-name': () => reviewer.passesName(auditId),
    'refuse-name': () => reviewer.refusesName(auditId),
  }
  await actions[form.get('step') ?? '']?.()
}

const taskAt = (path: string, world: World) => world.tasks.find((task) => taskPath(task.id) === path)

function messageOf(error: unknown, { language }: PageContext): string {
  if (!(error instanceof Error)) return String(error)
  return language === 'zh' && 'zh' in error ? String(error.zh) : error.message
}
