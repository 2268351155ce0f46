import { parseArgs } from 'node:util'
import { runCampaign } from './campaign.js'

const usage = 'npm run campaign:tasks -- [--seed 1] [--rounds 30] [--tasks 1000] [--json]'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '30' },
    tasks: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
})
const options = { seed: Number(values.seed), rounds: Number(values.rounds), tasks: Number(values.tasks) }
if (!Object.values(options).every(Number.isInteger)) throw new Error(usage)

const startedAt = Date.now()
const { faults, ...figures } = await runCampaign(options)
const result = { ...options, ...figures, seconds: Math.round((Date.now() - startedAt) / 1_000) }
if (values.json) console.log(JSON.stringify({ ...result, faults }, null, 2))
else console.log(result)
for (const fault of faults) console.error(`seed ${options.seed}: ${fault}`)
process.exitCode = faults.length > 0 ? 1 : 0
