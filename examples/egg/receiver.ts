import { createReceiver } from '@wehook/core'
import { sqliteStorage } from '@wehook/sqlite'

const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', WEHOOK_DB = 'data/wehook.db' } = process.env

/** Trial mini programs (试用小程序) by event; stands for the team's own table. */
export const trials = new Map<string, string>()

export const storage = sqliteStorage({ file: WEHOOK_DB })
export const receiver = createReceiver({
  componentAppId: WX_APPID,
  token: WX_TOKEN,
  encodingAesKey: WX_AES_KEY,
  inbox: storage.inbox,
})

receiver.on('notify_third_fastregisterbetaapp', (event) => {
  trials.set(event.id, event.outcome === 'succeeded' ? event.payload.appid : event.status.zh)
  console.log(`a trial mini program: ${trials.get(event.id)}`)
})
