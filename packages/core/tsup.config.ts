import { packageBuild } from '../../tsup.base'

export default packageBuild({ index: 'src/index.ts', node: 'src/http/node.ts', fetch: 'src/http/fetch.ts' })
