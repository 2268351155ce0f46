import * as z from 'zod/mini'
import { say } from './bilingual.js'
import { range, text } from './fields.js'

/**
 * setNickName: a new name for a mini program, with a picture of a document of its owner.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/basic-info-management/api_setnickname.html
 */
export interface NicknameInput {
  /** Must not contain 小程序. */
  readonly nick_name: string
  /** For a person: media id (临时素材) of a photo of the ID card. */
  readonly id_card?: string | undefined
  /** For an organization: media id (临时素材, uploaded with the authorizer's token) of the licence. */
  readonly license?: string | undefined
  readonly naming_other_stuff_1?: string | undefined
  readonly naming_other_stuff_2?: string | undefined
  readonly naming_other_stuff_3?: string | undefined
  readonly naming_other_stuff_4?: string | undefined
  readonly naming_other_stuff_5?: string | undefined
}

/**
 * getNickNameStatus.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/basic-info-management/api_getnicknamestatus.html
 */
export interface NicknameQueryInput {
  readonly audit_id: number
}

const hasDocument = z.check<NicknameInput>(({ value, issues }) => {
  if (value.id_card !== undefined || value.license !== undefined) return
  const message = say(
    'or id_card is required: license for an organization, id_card for a person',
    '与 id_card 须填其一：组织填 license，个人填 id_card',
  )
  issues.push({ code: 'custom', input: undefined, path: ['license'], message })
})

export const nicknameInput: z.ZodMiniType<NicknameInput> = z
  .strictObject({
    nick_name: text().check(
      z.refine((name) => !name.includes('小程序'), say('must not contain 小程序', '不能包含“小程序”')),
    ),
    id_card: z.optional(text()),
    license: z.optional(text()),
    naming_other_stuff_1: z.optional(text()),
    naming_other_stuff_2: z.optional(text()),
    naming_other_stuff_3: z.optional(text()),
    naming_other_stuff_4: z.optional(text()),
    naming_other_stuff_5: z.optional(text()),
  })
  .check(hasDocument)

export const nicknameQueryInput: z.ZodMiniType<NicknameQueryInput> = z.strictObject({
  audit_id: range(0, Number.MAX_SAFE_INTEGER),
})
