import { html } from 'hono/html'
import type { Account } from '../accounts.js'
import { texts } from '../texts.js'
import { type Html, linkTo, notice, type Page, timeOf, type View } from '../view.js'
import { rowsPerPage } from './pushes.js'

/** Accounts that authorized the platform, with the ages of their tokens. */
export async function accountsPage(view: View): Promise<Page> {
  const { query, settings, t } = view
  if (!settings.accounts) return notice(404, texts.noSuchPage, view.language)
  const after = query['after']
  const page = await ask(() => settings.accounts?.listAccounts({ limit: rowsPerPage, ...(after && { after }) }))
  if (!page) return notice(503, texts.accountsFailed, view.language)
  const { accounts, next } = page
  const columns = [texts.appid, texts.authorizedAt, texts.refreshToken, texts.accessToken]
  const content = html`${
    accounts.length === 0
      ? html`<p>${t(texts.noAccounts)}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="${t(texts.accounts)}"><table class="rows">
<thead><tr>${columns.map((column) => html`<th scope="col">${t(column)}</th>`)}</tr></thead>
<tbody>${accounts.map((account) => row(view, account))}</tbody></table></div>`
  }
<p>${after ? html`<a href="${linkTo(view, { page: 'accounts' })}">${t(texts.firstPage)}</a> ` : ''}${next ? html`<a rel="next" href="${linkTo(view, { page: 'accounts', after: next })}">${t(texts.next)}</a>` : ''}</p>`
  return { title: texts.accounts, content }
}

/** An answer of WeChat, or `undefined` when the call fails: these pages must not fail while WeChat is down. */
async function ask<T>(work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work()
  } catch {
    return undefined
  }
}

function row(view: View, account: Account): Html {
  const none = view.t(texts.none)
  const name = view.settings.accounts?.getAccount
    ? html`<a href="${linkTo(view, { page: 'account', appid: account.appid })}">${account.appid}</a>`
    : account.appid
  return html`<tr><td data-label="${view.t(texts.appid)}">${name}</td><td data-label="${view.t(texts.authorizedAt)}">${timeOf(view, account.authorizedAt) || none}</td><td data-label="${view.t(texts.refreshToken)}">${timeOf(view, account.refreshTokenAt) || none}</td><td data-label="${view.t(texts.accessToken)}">${timeOf(view, account.accessTokenUntil) || none}</td></tr>`
}

/** One account with its permission sets. */
export async function accountPage(view: View): Promise<Page> {
  const { query, settings, t } = view
  const appid = query['appid'] ?? ''
  const found = await ask(async () => ({ account: await settings.accounts?.getAccount?.(appid) }))
  if (!found) return notice(503, texts.accountsFailed, view.language)
  const { account } = found
  if (!account) return notice(404, texts.noSuchAccount, view.language)
  const none = t(texts.none)
  const content = html`<dl>
<dt>${t(texts.appid)}</dt><dd>${account.appid}</dd>
<dt>${t(texts.permissionSets)}</dt><dd>${account.permissionSets?.join(', ') || none}</dd>
<dt>${t(texts.authorizedAt)}</dt><dd>${timeOf(view, account.authorizedAt) || none}</dd>
<dt>${t(texts.refreshToken)}</dt><dd>${timeOf(view, account.refreshTokenAt) || none}</dd>
<dt>${t(texts.accessToken)}</dt><dd>${timeOf(view, account.accessTokenUntil) || none}</dd>
</dl><p><a href="${linkTo(view, { page: 'pushes', appid: account.appid })}">${t(texts.pushes)}</a></p>`
  return { title: texts.account, content }
}
