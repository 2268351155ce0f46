import { wechat } from '../../wechat'

export const dynamic = 'force-dynamic'

export function GET() {
  return Response.json([...wechat().merchants.values()])
}
