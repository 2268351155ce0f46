import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProvider } from '../../provider/src/start.js'

const company = { name: '样例科技有限公司', code: '91440300MA5XXXXX9U', component_phone: '0755-00000000' }
const reference = 'merchant-42'

/** A registration from the call to its outcome, in the terminal and at the address of a page; the person is played here. */
export async function showRegistration(isQuick: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'wehook-provider-'))
  console.log('\nA registration (快速注册), from the call to its outcome:')
  const provider = await startProvider({ folder, print: (line) => console.log(line) })
  await provider.tasks.registration.enterprise.create(company, { reference })
  console.log(`  Its page: ${provider.url}/merchants/${reference}`)
  // Time to look at the page before the legal person confirms.
  await sleep(isQuick ? 0 : 2_000)
  await provider.platform.person.confirms()
  let outcome = 'pending'
  for (let waitedMs = 0; outcome === 'pending' && waitedMs < 20_000; waitedMs += 50) {
    await sleep(50)
    outcome = (await provider.tasks.find({ reference }))[0]?.outcome ?? outcome
  }
  console.log(`  ${reference}: ${outcome}. Try it yourself: ${provider.url}`)
  console.log(`  The console (pushes, tasks, accounts, health): ${provider.consoleUrl}`)
  return {
    outcome,
    async stop() {
      await provider.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
