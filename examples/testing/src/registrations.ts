import type { Receiver } from '@wehook/core'

/** The team's own storage, as far as registrations concern it. */
export interface Merchants {
  opened(taskId: string, appid: string): Promise<void>
  explain(taskId: string, reason: string, advice: string): Promise<void>
  /** A result that names no task: somebody has to look. */
  unclear(eventId: string, reason: string): Promise<void>
}

/** Tells merchants what became of their mini program. */
export function handleRegistrations(receiver: Receiver, merchants: Merchants): void {
  receiver.on('notify_third_fasteregister', async (event) => {
    const taskId = event.payload.info?.taskid ?? event.payload.info?.code
    if (taskId === undefined) await merchants.unclear(event.id, event.status.zh)
    else if (event.outcome === 'succeeded') await merchants.opened(taskId, event.payload.appid)
    else await merchants.explain(taskId, event.status.zh, event.status.advice)
  })
}
