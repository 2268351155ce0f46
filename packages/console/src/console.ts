import { randomBytes } from 'node:crypto'
import { type Emitter, isWehookError, type Language, type PushRequest, type PushResponse } from '@wehook/core'
import { createSignals } from '@wehook/core/storage'
import { act, type Done } from './actions.js'
import { assets } from './assets.js'
import { readForm } from './form.js'
import { createFormTokens } from './form-token.js'
import { preferredLanguage, translateTo } from './language.js'
import { layout } from './layout.js'
import { type ConsoleOptions, readOptions } from './options.js'
import { accountPage, accountsPage } from './pages/accounts.js'
import { confirmPage } from './pages/confirm.js'
import { overviewPage } from './pages/overview.js'
import { pushPage } from './pages/push.js'
import { pushesPage } from './pages/pushes.js'
import { taskPage } from './pages/task.js'
import { tasksPage } from './pages/tasks.js'
import type { ConsoleSignals } from './signals.js'
import { texts } from './texts.js'
import { linkTo, notice, type Page, type Query, type View } from './view.js'

/** A console: mount it as a receiver is mounted. */
export interface Console {
  /** Answers one request. Never rejects. */
  handle(request: PushRequest): Promise<PushResponse>
  /** Signals for your audit log about what operators did. */
  readonly signals: Emitter<ConsoleSignals>
}

const pages = new Map<string, (view: View) => Promise<Page>>(
  Object.entries({
    overview: overviewPage,
    pushes: pushesPage,
    push: pushPage,
    confirm: confirmPage,
    tasks: tasksPage,
    task: taskPage,
    accounts: accountsPage,
    account: accountPage,
  }),
)

/** Nothing from other origins, no script, no frame, no `style=` attributes. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

const guarded = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/**
 * Pages for operators, under one URL in any framework: pushes, tasks, accounts, health. The pages work without JavaScript and load
 * nothing from other origins.
 *
 * @throws ERR_OPTIONS_INVALID, for instance when `authorize` is missing
 * @example
 * const console = createConsole({ receiver, inbox: storage.inbox, authorize: ({ native }) => native.session?.user })
 * app.use('/ops/wechat', mount(console))
 */
export function createConsole(options: ConsoleOptions): Console {
  const settings = readOptions(options)
  const signals = createSignals<ConsoleSignals>({ acted: true, revealed: true, refused: true })
  const tokens = createFormTokens(settings.secret ?? randomBytes(32).toString('hex'), settings.now)
  const emit = <K extends keyof ConsoleSignals>(name: K, signal: ConsoleSignals[K]) => {
    try {
      signals.emit(name, signal)
    } catch {
      // A listener that throws must not change what the operator sees.
    }
  }

  async function answer(request: PushRequest, language: Language): Promise<PushResponse> {
    const query = readQuery(request.query)
    const asset = assets.get(query['asset'] ?? '')
    if (asset && request.method === 'GET') return assetResponse(asset)
    const who = await settings.authorize(request)
    if (typeof who === 'object' && who !== null) return who
    if (typeof who !== 'string' || who === '') {
      emit('refused', { because: 'authorize' })
      return textResponse(403, texts.refused[language])
    }
    const now = settings.now()
    const base = { language, t: translateTo(language), query, settings, who, formToken: tokens.issue(who), now }
    if (request.method === 'POST') return post(request, { ...base, reveal: false })
    if (request.method !== 'GET' && request.method !== 'HEAD') return textResponse(405, 'Method Not Allowed')
    return show({ ...base, reveal: false })
  }

  async function post(request: PushRequest, view: View): Promise<PushResponse> {
    const { query, language, who } = view
    const site = request.headers?.['sec-fetch-site']
    const form = await readForm(request)
    if ((site !== undefined && site !== 'same-origin') || !tokens.verify(who, form.token)) {
      emit('refused', { because: 'form' })
      return render(view, notice(403, texts.formRefused, language))
    }
    if (form.action === 'reveal') {
      const what = query['page'] === 'task' ? 'task' : 'push'
      emit('revealed', { who, what, id: query['id'] ?? '' })
      return show({ ...view, reveal: true })
    }
    if (!settings.allowActions) {
      emit('refused', { because: 'read-only' })
      return render(view, notice(403, texts.actionsOff, language))
    }
    const done = await act(settings, query, form)
    if (!done) return render(view, notice(404, texts.noSuchPage, language))
    emit('acted', { who, action: done.action, count: done.count, of: done.of })
    return redirect(view, done)
  }

  async function show(view: View): Promise<PushResponse> {
    const page = pages.get(view.query['page'] ?? 'overview')
    return render(view, page ? await page(view) : notice(404, texts.noSuchPage, view.language))
  }

  return {
    signals,
    async handle(request) {
      const language = languageOf(request)
      try {
        return await answer(request, language)
      } catch (error) {
        if (isWehookError(error, 'ERR_BODY_TOO_LARGE')) return textResponse(413, texts.formTooLarge[language])
        return textResponse(503, texts.storageFailed[language])
      }
    },
  }
}

function languageOf({ query, headers }: PushRequest): Language {
  const asked = query['lang']
  return asked === 'zh' || asked === 'en' ? asked : preferredLanguage(headers?.['accept-language'])
}

const longestValue = 1_000

/** All query parameters that the console uses. Pages repeat their query in links, so other parameters, such as a token, are left out. */
const queryNames = [
  ...['page', 'asset', 'id', 'lang', 'action', 'done', 'count', 'after', 'dead'],
  ...['state', 'infoType', 'appid', 'from', 'before', 'order', 'kind', 'outcome'],
]

/** A parameter that is repeated, or whose value is too long, is treated as absent. */
function readQuery(query: PushRequest['query']): Query {
  const entries = queryNames.map((name) => [name, query[name]] as const)
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= longestValue,
    ),
  )
}

async function render(view: View, page: Page): Promise<PushResponse> {
  const headers = { ...guarded, 'content-type': 'text/html; charset=utf-8', 'content-language': view.language }
  return { status: page.status ?? 200, headers, body: String(await layout(view, page)) }
}

function redirect(view: View, { action, count, goTo }: Done): PushResponse {
  const location = linkTo(view, { ...goTo, done: action, count: String(count) })
  return { status: 303, headers: { ...guarded, location }, body: '' }
}

function textResponse(status: number, body: string): PushResponse {
  return { status, headers: { ...guarded, 'content-type': 'text/plain; charset=utf-8' }, body }
}

/** An asset is the same for everybody, so it needs no authorization and may be cached. */
function assetResponse({ type, body }: { readonly type: string; readonly body: string }): PushResponse {
  const headers = { ...guarded, 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }
  return { status: 200, headers, body }
}
