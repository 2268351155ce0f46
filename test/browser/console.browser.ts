import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, fillApp, startApp } from './app.js'

let app: App
let browser: Browser
beforeAll(async () => {
  app = await startApp()
  await fillApp(app)
  // Chromium refuses its sandbox to root.
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
})
afterAll(async () => {
  await browser?.close()
  await app?.stop()
})

/** Of the company that registered; the push carries it. */
const phoneNumber = '0755-00000000'

const desktop = { viewport: { width: 1120, height: 720 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** A page of a fresh browser, with every line that the console of the browser calls an error: a breach of the policy is one. */
async function open(options: BrowserContextOptions) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText
    // A form sent while the icon still loads cuts that request off: what every browser does when a page is left.
    if (reason !== 'net::ERR_ABORTED') errors.push(`${request.url()} failed: ${reason}`)
  })
  return { context, page, errors }
}

/** Addresses of every page, from what is stored. */
async function everyPage(): Promise<Readonly<Record<string, string>>> {
  const { entries } = await app.storage.inbox.list({ state: 'dead' })
  const registered = await app.storage.inbox.list({ infoType: 'notify_third_fasteregister' })
  const { tasks } = await app.tasks.list()
  const waiting = tasks.find(({ outcome }) => outcome === 'pending')
  const failed = tasks.find(({ outcome }) => outcome === 'failed')
  const appid = tasks.find(({ outcome }) => outcome === 'succeeded')?.appid
  return {
    overview: '',
    pushes: '?page=pushes',
    'dead pushes': '?page=pushes&state=dead&order=oldest',
    'a dead push': `?page=push&id=${entries[0]?.id}`,
    'a registration push': `?page=push&id=${registered.entries[0]?.id}`,
    confirm: '?page=confirm&action=requeue&state=dead',
    tasks: '?page=tasks',
    'a waiting task': `?page=task&id=${waiting?.id}`,
    'a failed task': `?page=task&id=${failed?.id}`,
    accounts: '?page=accounts',
    account: `?page=account&appid=${appid}`,
  }
}

/** What axe finds serious or critical, and how much wider than the window the page is. */
async function inspect(page: Page) {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run()
    const root = (
      globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }
    ).document.documentElement
    return {
      violations: violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      tooWidePx: root.scrollWidth - root.clientWidth,
    }
  })
}

const looks = ['zh-CN', 'en-GB'].flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    Object.entries({ desktop, phone }).map(([size, device]) => ({ locale, colorScheme, size, device })),
  ),
)

describe.each(looks)('every page in $locale, $colorScheme, on a $size', (look) => {
  const { locale, colorScheme, device } = look
  it('is accessible, fits, and raises no error of the browser', async () => {
    const { context, page, errors } = await open({ locale, colorScheme, ...device })
    for (const [name, query] of Object.entries(await everyPage())) {
      const response = await page.goto(app.url + query)
      expect(response?.status(), name).toBe(200)
      expect(await page.locator('html').getAttribute('lang'), name).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en')
      expect(await inspect(page), name).toEqual({ violations: [], tooWidePx: 0 })
      await keepPicture(page, name, look)
    }
    expect(errors).toEqual([])
    await context.close()
  })
})

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('every action %s', (_, javaScriptEnabled) => {
  it('requeues and discards pushes, one, selected and all that match', async () => {
    const { context, page, errors } = await open({ locale: 'en-GB', javaScriptEnabled, ...desktop })
    const dead = async () => (await app.storage.inbox.counts()).dead
    const deadAgain = (count: number) => expect.poll(dead, { timeout: 20_000 }).toBe(count)
    const before = await dead()
    const said = () => page.locator('.notice').textContent()

    await page.goto(app.url)
    expect(await page.locator('main').textContent()).toContain('Tasks with a change that no handler accepted: 1')
    await page.getByRole('link', { name: `${before} dead: their last attempt failed` }).click()
    await page.getByRole('checkbox').nth(0).check()
    await page.getByRole('checkbox').nth(1).check()
    await page.getByRole('button', { name: 'Requeue selected' }).click()
    expect(await said()).toBe('2 requeued.')
    await deadAgain(before)

    await page.getByRole('link', { name: 'Requeue all that match …' }).click()
    expect(await page.locator('main').textContent()).toContain(`Requeue ${before} pushes?`)
    await page.getByRole('button', { name: 'Confirm' }).click()
    expect(await said()).toBe(`${before} requeued.`)
    await deadAgain(before)

    await page.goto(`${app.url}?page=pushes&state=dead`)
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: 'Requeue' }).click()
    expect(await said()).toBe('1 requeued.')
    await deadAgain(before)
    await page.getByRole('button', { name: 'Discard' }).click()
    expect(await said()).toBe('1 discarded.')
    expect(await dead()).toBe(before - 1)
    expect(app.told.at(-1)).toMatchObject({ name: 'acted', signal: { who: '小王', action: 'discard', count: 1 } })

    await page.goto(`${app.url}?page=pushes&state=dead`)
    await page.getByRole('checkbox').first().check()
    await page.getByRole('button', { name: 'Discard selected' }).click()
    expect(await said()).toBe('1 discarded.')
    await page.goto(`${app.url}?page=pushes&infoType=notify_3rd_wxa_auth_and_icp`)
    await page.getByRole('link', { name: 'Discard all that match …' }).click()
    await page.getByRole('link', { name: 'Cancel' }).click()
    expect(page.url()).toContain('infoType=notify_3rd_wxa_auth_and_icp')
    expect(errors).toEqual([])
    await context.close()
  })

  it('filters, turns pages and changes the language', async () => {
    const { context, page, errors } = await open({ locale: 'zh-CN', javaScriptEnabled, ...phone })
    await page.goto(`${app.url}?page=pushes`)
    expect(await page.locator('tbody tr').count()).toBe(50)
    await page.getByRole('link', { name: '下一页' }).click()
    await page.getByRole('link', { name: '第一页' }).click()
    await page.getByLabel('InfoType').fill('notify_third_fasteregister')
    await page.getByLabel('状态').selectOption('handled')
    await page.getByRole('button', { name: '查询' }).click()
    expect(await page.locator('tbody a').allTextContents()).toEqual(Array(2).fill('notify_third_fasteregister'))
    await page.getByRole('link', { name: 'English' }).click()
    expect(await page.locator('h1').textContent()).toBe('Pushes')
    expect(await page.getByLabel('InfoType').inputValue()).toBe('notify_third_fasteregister')
    await page.getByRole('link', { name: 'Tasks', exact: true }).click()
    await page.getByLabel('Outcome').selectOption('failed')
    await page.getByRole('button', { name: 'Show' }).click()
    expect(await page.locator('tbody tr').count()).toBe(1)
    expect(errors).toEqual([])
    await context.close()
  })

  it('shows personal data and links when asked, asks WeChat, and tells changes again', async () => {
    const { context, page, errors } = await open({ locale: 'en-GB', javaScriptEnabled, ...desktop })
    const pages = await everyPage()
    await page.goto(app.url + pages['a registration push'])
    expect(await page.locator('main').textContent()).not.toContain(phoneNumber)
    await page.getByRole('button', { name: 'Show personal data' }).click()
    expect(await page.locator('main').textContent()).toContain(phoneNumber)
    expect(page.url()).not.toContain(phoneNumber)
    expect(app.told.at(-1)).toMatchObject({ name: 'revealed', signal: { who: '小王', what: 'push' } })
    expect(await inspectWhere(page, javaScriptEnabled)).toEqual([])

    await page.goto(app.url + pages['a waiting task'])
    await page.getByRole('button', { name: 'Show link and reason' }).click()
    expect((await page.getByRole('img', { name: 'Link' }).boundingBox())?.width).toBeGreaterThan(150)
    expect(await inspectWhere(page, javaScriptEnabled)).toEqual([])
    await page.getByRole('link', { name: 'Tasks', exact: true }).click()
    await page.goto(app.url + pages['a waiting task'])
    await page.getByRole('button', { name: 'Ask WeChat now' }).click()
    expect(await page.locator('.notice').textContent()).toBe('WeChat was asked.')

    await page.goto(app.url + pages['a failed task'])
    await page.getByRole('button', { name: 'Tell handlers of the changes again' }).click()
    expect(await page.locator('.notice').textContent()).toBe('The handlers are told of the changes again.')
    await expect.poll(async () => (await app.tasks.list({ dead: true })).tasks.length, { timeout: 20_000 }).toBe(1)
    expect(errors).toEqual([])
    await context.close()
  })
})

describe('a console without allowActions', () => {
  it('has no button that changes something', async () => {
    const { context, page } = await open({ locale: 'en-GB', ...desktop })
    for (const query of Object.values(await everyPage())) {
      if (query.includes('confirm')) continue
      await page.goto(app.readOnlyUrl + query)
      const buttons = await page.getByRole('button').allTextContents()
      expect(buttons.filter((text) => !/^(Show|Show personal data|Show link and reason)$/.test(text))).toEqual([])
      expect(await page.getByRole('checkbox').count()).toBe(0)
    }
    await context.close()
  })
})

async function inspectWhere(page: Page, javaScriptEnabled: boolean): Promise<readonly string[]> {
  return javaScriptEnabled ? (await inspect(page)).violations : []
}

/** The pictures of docs/console.md and how each is taken. */
const pictures: Readonly<Record<string, readonly [scheme: string, size: string]>> = {
  overview: ['light', 'desktop'],
  'dead pushes': ['light', 'desktop'],
  'a dead push': ['dark', 'phone'],
  'a failed task': ['dark', 'desktop'],
}

/** `SCREENSHOTS=docs/images npm run check:browser` takes the pictures of the documentation again. */
async function keepPicture(page: Page, name: string, { locale, colorScheme, size }: (typeof looks)[number]) {
  const folder = process.env['SCREENSHOTS']
  const [scheme, device] = pictures[name] ?? []
  if (folder === undefined || scheme !== colorScheme || device !== size) return
  const path = fileURLToPath(new URL(`../../${folder}`, import.meta.url))
  mkdirSync(path, { recursive: true })
  const file = `console-${name.replaceAll(' ', '-').replace('a-', '')}${locale === 'zh-CN' ? '.zh-CN' : ''}.png`
  await page.screenshot({ path: `${path}/${file}`, fullPage: true })
}
