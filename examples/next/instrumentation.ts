/** Next calls this once when the server starts, before the first request; `next build` does not call it. */
export async function register() {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { wechat } = await import('./wechat')
  await wechat().receiver.start()
}
