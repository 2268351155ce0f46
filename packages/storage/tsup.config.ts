import { packageBuild } from '../../tsup.base'

export default packageBuild({ sql: 'src/sql/index.ts' })
