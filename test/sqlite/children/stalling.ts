import { once } from 'node:events'
import { sqliteStorage } from '@wehook/sqlite'

// Takes an entry, is stopped from outside for longer than its lease, and fails when it is told to.
const [file = ''] = process.argv.slice(2)
const storage = sqliteStorage({ file, leaseMs: 500 })
const consumer = await storage.inbox.consume(
  async (_, attempt) => {
    process.stdout.write(`attempt ${attempt}\n`)
    await once(process.stdin, 'data')
    throw new Error('failed after the stall')
  },
  { concurrency: 1, retryDelaysMs: [60_000, 60_000] },
)
await once(process.stdin, 'end')
await consumer.close({ timeoutMs: 5_000 })
await storage.close()
