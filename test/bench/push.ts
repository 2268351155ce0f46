import { createPlatform, type PlatformOptions } from '@wehook/core'
import { sealPush } from '@wehook/testing'

/** An invented platform. */
export const options: PlatformOptions = {
  componentAppId: 'wx0000000000000c01',
  token: 'invented-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

export const platform = createPlatform(options)

/** A registration push of 750 bytes, in the layout of real ones, with invented values. */
export const xml = [
  `<xml><AppId><![CDATA[${options.componentAppId}]]></AppId>`,
  '<CreateTime>1700000000</CreateTime>',
  '<InfoType><![CDATA[notify_third_fasteregister]]></InfoType><status>0</status>',
  '<msg><![CDATA[OK]]></msg>',
  '<appid><![CDATA[wx0000000000000a01]]></appid>',
  '<auth_code><![CDATA[queryauthcode@@@Inv3nt3dInv3nt3dInv3nt3dInv3nt3dInv3nt3dInv3nt3dInv3nt3dInv3nt]]></auth_code>',
  '<info>',
  '<name><![CDATA[某某（测试）网络科技有限责任公司]]></name>',
  '<code><![CDATA[91000000MA00000000]]></code>',
  '<code_type>1</code_type>',
  '<legal_persona_wechat><![CDATA[invented_wxid_of_the_legal_persona_of_them]]></legal_persona_wechat>',
  '<legal_persona_name><![CDATA[某某]]></legal_persona_name>',
  '<component_phone><![CDATA[000-00000000-00000000]]></component_phone>',
  '</info>',
  '</xml>',
].join('\n')

export const push = sealPush(options, xml, { timestamp: 1_700_000_000 })
export const encrypt = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(push.body)?.[1] ?? ''

/** The same push with another signature of the right shape. */
export const forged = { ...push.query, msg_signature: '0'.repeat(40) }
