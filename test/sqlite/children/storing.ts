import { sqliteStorage } from '@wehook/sqlite'

// Stores as fast as it can and names each entry when the inbox has said that it is safe, until it is killed.
const [file = ''] = process.argv.slice(2)
const { inbox } = sqliteStorage({ file })

async function store(lane: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const id = `${lane}-${n}`
    await inbox.put({ id, componentAppId: 'wx1', receivedAt: n, infoType: 'unknown', xml: `<xml>${id}</xml>` })
    process.stdout.write(`stored ${id}\n`)
  }
}

await Promise.all(Array.from({ length: 16 }, (_, lane) => store(lane)))
