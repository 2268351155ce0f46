import { parseArgs } from 'node:util'
import { runCampaign } from './campaign.js'

const usage = 'npm run campaign:tasks -- [--seed 1] [--rounds 30] [--tasks 1000] [--storage sqlite] [--json]'
const storages = ['sqlite', 'redis', 'mysql', 'postgres'] as const

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '30' },
    tasks: { type: 'string', default: '1000' },
    storage: { type: 'string', default: 'sqlite' },
    json: { type: 'boolean', default: false },
  },
})
const storage = storages.find((kind) => kind === values.storage)
const numbers = { seed: Number(values.seed), rounds: Number(values.rounds), tasks: Number(values.tasks) }
if (!storage || !Object.values(numbers).every(Number.isInteger)) throw new Error(usage)
const options = { ...numbers, storage }

const startedAt = Date.now()
const { faults, ...figures } = await runCampaign({ ...options, onRound: sayRound })
const result = { ...options, ...figures, seconds: Math.round((Date.now() - startedAt) / 1_000) }
if (values.json) console.log(JSON.stringify({ ...result, faults }, null, 2))
else console.log(result)
for (const fault of faults) console.error(`seed ${options.seed}: ${fault}`)
process.exitCode = faults.length > 0 ? 1 : 0

function sayRound(round: number): void {
  const seconds = Math.round((Date.now() - startedAt) / 1_000)
  const last = round === options.rounds ? '; now 60 days pass' : ''
  console.error(`round ${round} of ${options.rounds} after ${seconds} s${last}`)
}
