import { parseArgs } from 'node:util'
import { requireOwnMysql } from '../support/mysql.js'
import { requireOwnPostgres } from '../support/postgres.js'
import { requireOwnRedis } from '../support/redis.js'
import { bundleChild } from './bundle.js'
import { runScenario } from './campaign.js'
import { scenarios } from './scenarios.js'

const usage = `npm run crash -- [--seed 1] [--kills 30] [--scenario ${scenarios.map(({ name }) => name).join(' | ')} | all] [--json]`

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '30' },
    scenario: { type: 'string', multiple: true, default: ['all'] },
    json: { type: 'boolean', default: false },
  },
})
const kills = Number(values.kills)
const seed = Number(values.seed)
const chosen = scenarios.filter(({ name }) => values.scenario.includes(name) || values.scenario.includes('all'))
if (chosen.length === 0 || !Number.isInteger(kills) || !Number.isInteger(seed)) throw new Error(usage)

const isThere = {
  sqlite: true,
  redis: requireOwnRedis(),
  mysql: requireOwnMysql(),
  postgres: requireOwnPostgres(),
} as const
await bundleChild()
const results: Record<string, unknown>[] = []
const faults: string[] = []
for (const scenario of chosen) {
  if (!isThere[scenario.storage]) continue
  const startedAt = Date.now()
  const { faults: found, ...figures } = await runScenario(scenario, kills, seed)
  results.push({ scenario: scenario.name, ...figures, seconds: Math.round((Date.now() - startedAt) / 1_000) })
  faults.push(...found.map((fault) => `${scenario.name}, seed ${seed}: ${fault}`))
  if (!values.json) console.log(JSON.stringify(results.at(-1)))
}
if (values.json) console.log(JSON.stringify({ seed, kills, results, faults }, null, 2))
else console.table(results)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
