import { toFetchHandler } from '@wehook/core/fetch'
import { wechat } from '../../../wechat'

export const dynamic = 'force-dynamic'

const handle = (request: Request) => toFetchHandler(wechat().receiver)(request)

export { handle as GET, handle as POST }
