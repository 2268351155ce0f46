import { packageBuild } from '../../tsup.base'

// hono unpacks to 3.8 MB; its template tag is less than 2 kB of it.
export default packageBuild(undefined, [/^hono/])
