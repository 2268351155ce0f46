import { packageBuild } from '../../tsup.base'

const entries = {
  index: 'src/index.ts',
  node: 'src/http/node.ts',
  fetch: 'src/http/fetch.ts',
  storage: 'src/storage/index.ts',
}

// Of zod, core uses a tenth; the rest is most of what a cold start would load.
export default packageBuild(entries, [/^zod/])
