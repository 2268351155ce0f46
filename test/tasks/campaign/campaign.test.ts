import { expect, it } from 'vitest'
import { runCampaign } from './campaign.js'

// `npm run campaign:tasks` runs 30 rounds with 1,000 tasks.
it('two processes that are killed keep 24 tasks as they promise', { timeout: 240_000 }, async () => {
  const { faults, tasks, kills } = await runCampaign({ seed: 7, rounds: 2, tasks: 24 })
  expect(faults).toEqual([])
  expect(tasks).toBeGreaterThan(15)
  expect(kills).toBeGreaterThan(0)
})
