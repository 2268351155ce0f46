import { createReceiver, type Receiver } from '@wehook/core'
import { sqliteStorage } from '@wehook/sqlite'

export interface WeChat {
  readonly receiver: Receiver
  /** In a real app: rows of your database. */
  readonly merchants: Map<string, string>
}

function createWeChat(): WeChat {
  const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', WEHOOK_DB = 'data/wehook.db' } = process.env
  const storage = sqliteStorage({ file: WEHOOK_DB })
  const receiver = createReceiver({
    componentAppId: WX_APPID, // 第三方平台 appid
    token: WX_TOKEN, // 消息校验 Token
    encodingAesKey: WX_AES_KEY, // 消息加解密 Key
    inbox: storage.inbox,
  })
  const merchants = new Map<string, string>()
  receiver.on('notify_third_fasteregister', (event) => {
    merchants.set(event.id, event.outcome === 'succeeded' ? event.payload.appid : event.status.zh)
  })
  return { receiver, merchants }
}

const shared = globalThis as typeof globalThis & { wechat?: WeChat }

/**
 * The receiver of this process. Next bundles instrumentation.ts and each route apart, so the module runs more than once in one
 * process; the global object is what they share. Nothing is created before the first call: `next build` imports routes as well.
 */
export function wechat(): WeChat {
  shared.wechat ??= createWeChat()
  return shared.wechat
}
