import { packageBuild } from '../../tsup.base'

export default packageBuild({ index: 'src/index.ts', sql: 'src/sql/index.ts' })
