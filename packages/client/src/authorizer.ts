import type * as answers from './answers.js'
import { checkCallOptions, toRequest } from './apis/request.js'
import type { Connection } from './connection.js'
import type { CallOptions } from './http/send.js'
import { tokenWithin } from './http/with-token.js'
import type { IdentityTree } from './identity-tree.js'
import type { BetaNicknameInput, BetaVerifyInput, BetaVerifyLegacyInput } from './inputs/beta.js'
import type { CertificationResubmitInput, CertificationSubmitInput } from './inputs/certification.js'
import type { CustomerMessageInput } from './inputs/customer-message.js'
import type { NicknameInput, NicknameQueryInput } from './inputs/nickname.js'
import type { TaskQueryInput } from './inputs/registration.js'
import { type MaterialSource, toMaterialForm } from './material.js'

/** Calls on behalf of one account that authorized the platform. */
export interface Authorizer {
  readonly appid: string
  /** The authorizer's access token, refreshed if needed. Waits while its authorization code is being exchanged. */
  accessToken(options?: CallOptions): Promise<string>
  /** 试用小程序 (permission set 81). */
  readonly beta: {
    /**
     * Asks for the conversion into a full mini program; the result comes as `notify_third_fastverifybetaapp`.
     * Sends the new version of 2026-04-30; WeChat has not documented its answer: show `authorize_url` where it comes.
     *
     * After the conversion the name keeps its suffix: rename with `setNickname` before the release (after that a new name needs a
     * new certification), and have email and password set in 小程序助手, without which nobody can log in to mp.weixin.qq.com.
     *
     * @see https://developers.weixin.qq.com/doc/oplatform/openApi/register-management/fast-regist-beta/api_verfifybetaminiprogram.html
     */
    verify(input: BetaVerifyInput, options?: CallOptions): Promise<answers.BetaVerifyAccepted>
    /** @deprecated WeChat retired this form on 2026-04-30; use `verify`. */
    verifyLegacy(input: BetaVerifyLegacyInput, options?: CallOptions): Promise<void>
    /** Renames a beta mini program. */
    setNickname(input: BetaNicknameInput, options?: CallOptions): Promise<void>
  }
  /**
   * Renames a mini program that is not a beta one (permission set 30 or 61); two renames before the release and two each year. After
   * the release a new name needs a new certification. The name of a beta mini program keeps its suffix after the conversion.
   */
  setNickname(input: NicknameInput, options?: CallOptions): Promise<answers.NicknameAccepted>
  /**
   * Sends a customer service message to a user who has written to the account, opened a session or the like: 5 messages within 48
   * hours of a message. 45047 means that the number is used up, 45015 that the time is over; both last until the user acts again.
   * Never repeated automatically: the message could arrive twice.
   */
  sendCustomerMessage(input: CustomerMessageInput, options?: CallOptions): Promise<void>
  /** The result of the review of a new name. */
  queryNickname(input: NicknameQueryInput, options?: CallOptions): Promise<answers.NicknameState>
  /** 小程序认证 (permission set 18). */
  readonly certification: {
    /**
     * First submission (wxaauth). The administrator confirms by `auth_url`; results come as `notify_3rd_wxa_auth`.
     *
     * @see https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_wxaauth.html
     */
    submit(input: CertificationSubmitInput, options?: CallOptions): Promise<answers.CertificationAccepted>
    /**
     * Resubmission after 打回 (reauth), only while `query` says `apply_status` 3. Keep the answer: its `taskid` may be a new one.
     *
     * @see https://developers.weixin.qq.com/doc/oplatform/openApi/miniprogram-management/weapp-wxverify/api_secwxaapi_reauth.html
     */
    resubmit(input: CertificationResubmitInput, options?: CallOptions): Promise<answers.CertificationAccepted>
    /** The state of a task, with the reasons that no push has. */
    query(input: TaskQueryInput, options?: CallOptions): Promise<answers.CertificationState>
    /** Uploads a PNG, JPEG or GIF of at most 2 MB; the certification fields take its `mediaid`. */
    uploadMaterial(media: MaterialSource, options?: CallOptions): Promise<answers.Material>
    /** The occupations that a private person can be certified as. */
    identityTree(options?: CallOptions): Promise<IdentityTree>
  }
}

export function createAuthorizer(connection: Connection, appid: string): Authorizer {
  const { invoke } = connection
  const call = connection.callAuthorizer(appid)
  return {
    appid,
    async accessToken(options) {
      checkCallOptions('component.authorizerToken', options)
      return tokenWithin({ api: 'component.authorizerToken', options, timeoutMs: connection.settings.timeoutMs }, () =>
        connection.authorizerToken(appid)(),
      )
    },
    beta: {
      verify: (input, options) => invoke(call, 'beta.verify', input, options),
      verifyLegacy: (input, options) => invoke(call, 'beta.verifyLegacy', input, options),
      setNickname: (input, options) => invoke(call, 'beta.setNickname', input, options),
    },
    setNickname: (input, options) => invoke(call, 'setNickname', input, options),
    sendCustomerMessage: (input, options) => invoke(call, 'sendCustomerMessage', input, options),
    queryNickname: (input, options) => invoke(call, 'queryNickname', input, options),
    certification: {
      submit: (input, options) => invoke(call, 'certification.submit', input, options),
      resubmit: (input, options) => invoke(call, 'certification.resubmit', input, options),
      query: (input, options) => invoke(call, 'certification.query', input, options),
      async uploadMaterial(media, options) {
        const form = await toMaterialForm(media, 'certification.uploadMaterial')
        return call(toRequest('certification.uploadMaterial', form, connection.settings.platform, options))
      },
      identityTree: (options) => invoke(call, 'certification.identityTree', {}, options),
    },
  }
}
