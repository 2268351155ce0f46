import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FrameworkName, frameworks, newReceiver } from './http-frameworks.js'
import { type WorkName, works } from './http-work.js'

// One candidate in a process of its own: `framework work`, where the work `adapter` is wehook mounted as its README says. Tells its port, then
// on every message what it has used.
const [framework, work] = process.argv.slice(2) as [FrameworkName, WorkName | 'adapter']
const { adapter, route } = frameworks[framework]
const receiver = newReceiver()
let duplicates = 0
receiver.signals.on('duplicate', () => {
  duplicates += 1
})
const server: Server = await (work === 'adapter' ? adapter(receiver) : route(works[work]))
process.send?.((server.address() as AddressInfo).port)
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ micros: user + system, duplicates })
})
process.once('disconnect', () => process.exit())
