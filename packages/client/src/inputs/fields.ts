import * as z from 'zod/mini'
import { say } from './bilingual.js'

/** A text that is not empty and has no white space around it: WeChat compares names exactly. */
export const text = () =>
  z.string().check(
    z.minLength(1, say('must not be empty', '不能为空')),
    z.refine((value) => value === value.trim(), say('must have no blanks around it', '首尾不能有空格')),
  )

/** A 微信号: WeChat takes neither the phone nor the QQ number, which are all digits. */
export const wechatId = () =>
  text().check(
    z.refine(
      (value) => !/^\d+$/.test(value),
      say('must be the WeChat id, not a phone or QQ number', '须为微信号，不能使用手机号或 QQ 号'),
    ),
  )

/** A number from a short list; the error message gives the meaning of each. */
export function oneOf<const N extends number>(meanings: Readonly<Record<N, string>>): z.ZodMiniLiteral<N> {
  const values = Object.keys(meanings).map(Number) as N[]
  const list = values.map((value) => `${value} ${meanings[value]}`).join(', ')
  return z.literal(values, { error: say(`must be one of: ${list}`, `取值须为：${list}`) })
}

/** 纳税识别号: 15, 17, 18 or 20 letters and digits. */
export const taxId = () =>
  z.string().check(
    z.refine(
      (value) => [15, 17, 18, 20].includes(value.length),
      say('must have 15, 17, 18 or 20 characters', '须为 15、17、18 或 20 位'),
    ),
    z.regex(/^[0-9A-Z]*$/, say('must hold digits and capital letters only', '只能包含数字和大写字母')),
  )

/** At most ten media ids. */
export const materials = () =>
  z.array(text()).check(z.maxLength(10, say('must hold at most ten media ids', '最多 10 个 media id')))

/** A whole number of a range. */
export const range = (from: number, to: number) =>
  z
    .number()
    .check(
      z.refine(
        (value) => Number.isInteger(value) && value >= from && value <= to,
        say(`must be a whole number from ${from} to ${to}`, `须为 ${from} 至 ${to} 的整数`),
      ),
    )
