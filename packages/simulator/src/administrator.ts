import type { Authorizer } from './authorizer.js'
import { impossible } from './fault.js'
import { findTask, type TaskRef } from './find-task.js'
import { checkStepOptions, type SendOptions, type StepOptions } from './step-options.js'
import { conversionConfirmed, conversionFailed } from './story/conversion.js'
import { texts } from './texts.js'
import { addAuthorizer, authorizedPush, issueAuthCode, newRefreshToken, type World } from './world.js'

export interface AuthorizesOptions extends SendOptions {
  /** An account that exists already. Default: a new mini program. */
  readonly appid?: string
  readonly permissions?: readonly number[]
  readonly nickName?: string
  readonly principalName?: string
  /** The pre_auth_code of the page that was opened; it cannot be used again. Default: none. */
  readonly preAuthCode?: string
}

/** The query with which WeChat redirects the browser after an authorization. */
export interface Redirect {
  readonly appid: string
  readonly auth_code: string
  readonly expires_in: number
}

/** The administrator of a mini program. */
export interface Administrator {
  /** Confirms a beta conversion after the legal person did. */
  confirms(task?: TaskRef, options?: StepOptions): Promise<void>
  refuses(task?: TaskRef, options?: StepOptions): Promise<void>
  timesOut(task?: TaskRef, options?: StepOptions): Promise<void>
  /** Authorizes the platform on its authorization page. */
  authorizes(options?: AuthorizesOptions): Promise<Redirect>
  /** Changes the permission sets; pushes `updateauthorized` only when they differ. */
  updates(appid: string, permissions: readonly number[], sending?: SendOptions): Promise<void>
  /** Withdraws the authorization. */
  revokes(appid: string, sending?: SendOptions): Promise<void>
}

export function createAdministrator(world: World): Administrator {
  const waiting = (ref: TaskRef, step: string, options: StepOptions) => {
    checkStepOptions(options, `administrator.${step}`)
    return findTask(world, ref, { step: `administrator.${step}`, phase: 'administrator', kind: 'conversion' })
  }
  return {
    async confirms(ref, options = {}) {
      await conversionConfirmed(world, waiting(ref, 'confirms', options), options)
    },
    async refuses(ref, options = {}) {
      const task = waiting(ref, 'refuses', options)
      if (options.status) await conversionFailed(world, task, options.status, options)
      else Object.assign(task, { phase: 'done', progress: 'refused' })
    },
    async timesOut(ref, options = {}) {
      const task = waiting(ref, 'timesOut', options)
      task.cancelTimeout()
      const left = { ms: task.expiresAt - world.clock.now() }
      task.cancelTimeout = world.clock.after(left, () => conversionFailed(world, task, 100003, options))
      await world.clock.advanceTo(task.expiresAt)
    },
    authorizes: (options = {}) => authorize(world, options),
    async updates(appid, permissions, sending = {}) {
      checkStepOptions(sending, 'administrator.updates')
      const authorizer = authorizerOf(world, appid, 'updates')
      const isSame = [...permissions].sort().join() === [...authorizer.permissions].sort().join()
      if (isSame) return
      renew(world, authorizer, permissions)
      await world.push([authorizedPush('updateauthorized', appid, issueAuthCode(world, appid), world)], sending)
    },
    async revokes(appid, sending = {}) {
      checkStepOptions(sending, 'administrator.revokes')
      authorizerOf(world, appid, 'revokes').isAuthorized = false
      world.latestTokens.delete(appid)
      await world.push([{ infoType: 'unauthorized', AuthorizerAppid: appid }], sending)
    },
  }
}

async function authorize(world: World, options: AuthorizesOptions): Promise<Redirect> {
  const { appid, permissions, nickName = '模拟小程序', principalName = '', preAuthCode, ...sending } = options
  checkStepOptions(sending, 'administrator.authorizes')
  if (preAuthCode !== undefined) usePreAuthCode(world, preAuthCode)
  const known = appid === undefined ? undefined : world.authorizers.get(appid)
  if (known) renew(world, known, permissions ?? known.permissions)
  const authorizer =
    known ??
    addAuthorizer(world, {
      nickName,
      principalName,
      registerType: 0,
      ...(appid !== undefined && { appid }),
      ...(permissions && { permissions }),
    })
  const code = issueAuthCode(world, authorizer.appid)
  await world.push([authorizedPush('authorized', authorizer.appid, code, world, preAuthCode)], sending)
  return { appid: authorizer.appid, auth_code: code, expires_in: 3600 }
}

/** Re-authorization makes the old refresh token invalid. */
function renew(world: World, authorizer: Authorizer, permissions: readonly number[]): void {
  authorizer.isAuthorized = true
  authorizer.permissions = permissions
  authorizer.authorizedAt = world.clock.now()
  authorizer.refreshToken = newRefreshToken(world)
  authorizer.hasExchanged = false
}

function usePreAuthCode(world: World, value: string): void {
  const code = world.preAuthCodes.get(value)
  if (!code || code.isUsed || code.expiresAt <= world.clock.now()) {
    throw impossible(texts.preAuthCode)
  }
  code.isUsed = true
}

function authorizerOf(world: World, appid: string, step: string): Authorizer {
  const authorizer = world.authorizers.get(appid)
  if (authorizer?.isAuthorized) return authorizer
  const known = [...world.authorizers.keys()].join(', ') || 'none'
  throw impossible(texts.notAuthorized(step, appid, known))
}
