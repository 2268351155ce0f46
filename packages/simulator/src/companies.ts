import type { SimulatedCompany, SimulatedPerson } from './options.js'
import type { World } from './world.js'

/** Lengths and alphabets of enterprise codes by code_type. */
const codePatterns: Readonly<Record<number, RegExp>> = {
  1: /^[0-9A-Z]{18}$/,
  2: /^[0-9A-Z]{8}-?[0-9A-Z]$/,
  3: /^\d{15}$/,
}

export function isCodeType(codeType: unknown): boolean {
  return typeof codeType === 'number' && codePatterns[codeType] !== undefined
}

export function isEnterpriseCode(code: string, codeType: number): boolean {
  return codePatterns[codeType]?.test(code) ?? false
}

/** A WeChat id, not a phone or QQ number. */
export function isWechatId(wechat: string): boolean {
  return /^\S+$/.test(wechat) && !/^\+?\d+$/.test(wechat)
}

/** `undefined`: no register was given, so every company is accepted. `null`: the given register does not have the company. */
export function companyByCode(world: World, code: string): SimulatedCompany | null | undefined {
  const { companies } = world.options
  return companies === undefined ? undefined : (companies.find((company) => company.code === code) ?? null)
}

export function personByWechat(world: World, wechat: string): SimulatedPerson | null | undefined {
  const { people } = world.options
  return people === undefined ? undefined : (people.find((person) => person.wechat === wechat) ?? null)
}

export function isForbiddenName(world: World, name: string): boolean {
  return (world.options.forbiddenNames ?? []).some((word) => name.includes(word))
}
