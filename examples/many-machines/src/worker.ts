import { createReceiver } from '@wehook/core'
import { onEnd, platform, storage } from './config.js'

// Delivers what the web processes stored; serves nothing.
const receiver = createReceiver({ ...platform, inbox: storage.inbox, concurrency: 16 })

// Idempotent on `event.id`: an event whose process died while handling it is delivered again.
receiver.on('*', (infoType, event) =>
  console.log(`handled ${infoType} ${event.id.slice(0, 8)}, attempt ${event.attempt}`),
)

await receiver.start()
console.log('delivers')
process.send?.('ready')
onEnd(async () => {
  await receiver.close({ timeoutMs: 10_000 })
  await storage.close()
})
