import { sqliteStorage } from '@wehook/sqlite'

// A handler that takes its process down with it.
const [file = ''] = process.argv.slice(2)
const { inbox } = sqliteStorage({ file, leaseMs: 300 })
await inbox.consume(
  async (_, attempt) => {
    process.stdout.write(`attempt ${attempt}\n`)
    process.kill(process.pid, 'SIGKILL')
    return 'handled'
  },
  { concurrency: 1, retryDelaysMs: [5, 5] },
)
