/** The test accounts of 全网发布: WeChat draws one pair. https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/releases_instructions.html */
const testAccounts = [
  { appid: 'wx570bc396a51b8ff8', userName: 'gh_3c884a361561', kind: 'official-account' },
  { appid: 'wx9252c5e0bb1836fc', userName: 'gh_c0f28a78b318', kind: 'official-account' },
  { appid: 'wx8e1097c5bc82cde9', userName: 'gh_3f222ed8d140', kind: 'official-account' },
  { appid: 'wx14550af28c71a144', userName: 'gh_26128078e9ab', kind: 'official-account' },
  { appid: 'wxa35b9c23cfe664eb', userName: 'gh_2b3713f184a6', kind: 'official-account' },
  { appid: 'wxd101a85aa106f53e', userName: 'gh_8dad206e9538', kind: 'mini-program' },
  { appid: 'wxc39235c15087f6f3', userName: 'gh_905ae9d01059', kind: 'mini-program' },
  { appid: 'wx7720d01d4b2a4500', userName: 'gh_393666f1fdf4', kind: 'mini-program' },
  { appid: 'wx05d483572dcd5d8b', userName: 'gh_39abb5d4e1b7', kind: 'mini-program' },
  { appid: 'wx5910277cae6fd970', userName: 'gh_7818dcb60240', kind: 'mini-program' },
] as const

export type AccountKind = 'official-account' | 'mini-program'

export interface TestAccount {
  readonly appid: string
  readonly userName: string
  readonly kind: AccountKind
}

/** The test account with that ToUserName; undefined for every other account. */
export function testAccountOf(userName: string): TestAccount | undefined {
  return testAccounts.find((account) => account.userName === userName)
}
