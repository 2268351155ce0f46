import { adapterAnswerCases } from './adapter-answers.js'
import { adapterBodyCases } from './adapter-bodies.js'
import { adapterRequestCases } from './adapter-requests.js'
import type { AdapterHarness } from './adapter-scene.js'
import { adapterTrafficCases } from './adapter-traffic.js'
import type { ContractCase } from './contract.js'

export type { AdapterHarness, AdapterSite, ServeOptions } from './adapter-scene.js'

/**
 * Every behaviour of an adapter that WeChat and a host rely on, one case each, over HTTP. Needs supertest beside
 * `@wehook/testing`.
 */
export const adapterContract: readonly ContractCase<AdapterHarness>[] = [
  ...adapterAnswerCases,
  ...adapterBodyCases,
  ...adapterTrafficCases,
  ...adapterRequestCases,
]
