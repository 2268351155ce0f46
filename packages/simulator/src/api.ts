import type { ApiCall } from './call.js'
import type { RuleId } from './rules/index.js'
import type { World } from './world.js'

/** A rule and how a call breaks it. Checks run in order; the first broken one decides the answer. */
export interface Check {
  readonly rule: RuleId
  readonly isBroken: (call: ApiCall, world: World) => boolean
}

/** How often an API may be called; every call counts, failed ones too. */
export interface Quota {
  readonly rule: RuleId
  readonly limit: number
  readonly per: 'minute' | 'day'
  /** The subject that the quota applies to, such as an account. */
  readonly of: (call: ApiCall) => string
}

/** One API of api.weixin.qq.com. */
export interface Api {
  readonly path: string
  /** Default POST. */
  readonly method?: 'GET'
  /** The `action` of the query that this row answers. */
  readonly action?: string
  readonly token: 'none' | 'component' | 'authorizer'
  readonly body: 'json' | 'multipart' | 'none'
  /** The permission set that the authorizer must have granted; for a list, any one of them. */
  readonly permission?: number | readonly number[]
  /** Where two versions share a path: is the call for this version? */
  readonly isMeant?: (call: ApiCall) => boolean
  /** Retired on 2026-04-30. */
  readonly isRetired?: true
  /** The rule that a call with a component token breaks where an authorizer's token is needed. Default token/authorizer-needed. */
  readonly wrongTokenRule?: RuleId
  readonly quotas?: readonly Quota[]
  readonly checks: readonly Check[]
  readonly answer: (call: ApiCall, world: World) => object | Promise<object>
}

/** Broken when one of the fields is absent, empty or null. */
export function requireFields(rule: RuleId, names: readonly string[], inside?: string): Check {
  return {
    rule,
    isBroken: ({ body }) => {
      const fields = inside === undefined ? body : body[inside]
      if (typeof fields !== 'object' || fields === null) return true
      return names.some((name) => {
        const value = (fields as Record<string, unknown>)[name]
        return value === undefined || value === null || value === ''
      })
    },
  }
}

/** Broken when one of the fields is present. */
export function forbidFields(rule: RuleId, names: readonly string[], inside?: string): Check {
  return {
    rule,
    isBroken: ({ body }) => {
      const fields = inside === undefined ? body : body[inside]
      return typeof fields === 'object' && fields !== null && names.some((name) => Object.hasOwn(fields, name))
    },
  }
}

/** Broken when a field is present with another type. */
export function typeFields(
  rule: RuleId,
  types: Readonly<Record<string, 'string' | 'number' | 'boolean'>>,
  inside?: string,
): Check {
  return {
    rule,
    isBroken: ({ body }) => {
      const fields = (inside === undefined ? body : (body[inside] ?? {})) as Record<string, unknown>
      return Object.entries(types).some(([name, type]) => fields[name] !== undefined && typeof fields[name] !== type)
    },
  }
}

/** Broken when the JSON writes its Chinese as \uXXXX. */
export function hasEscapedChinese({ text }: ApiCall): boolean {
  return /\\u[0-9a-fA-F]{4}/.test(text)
}
