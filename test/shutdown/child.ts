import http from 'node:http'
import { closeOn, createMemoryInbox, createReceiver } from '@wehook/core'
import { toNodeHandler } from '@wehook/core/node'

const receiver = createReceiver({
  componentAppId: 'wx0000000000000c01',
  token: 'invented-token',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  inbox: createMemoryInbox(),
  logger: false,
})
const server = http.createServer(toNodeHandler(receiver))
const named = (name: string, close: () => unknown) => ({
  close: async () => {
    await close()
    console.log(`closed ${name}`)
  },
})
const broken = {
  close() {
    throw new Error('the disk is full')
  },
}
server.on('close', () => console.log('closed server'))
if (process.argv[2] === 'stuck') closeOn(['SIGTERM', 'SIGINT'], { close: () => new Promise(() => {}) })
else
  closeOn(
    ['SIGTERM', 'SIGINT'],
    server,
    receiver,
    ...(process.argv[2] === 'broken' ? [broken] : []),
    named('storage', () => {}),
  )

await receiver.start()
server.listen(0, '127.0.0.1', () => console.log('listening'))
