import { checkStepOptions, type SendOptions } from './step-options.js'
import type { World } from './world.js'

export interface Tickets {
  /** Starts to push a ticket every 10 minutes; false when already started. The first one comes after 10 minutes, or by `push`. */
  start(): boolean
  push(options?: SendOptions & { readonly again?: boolean }): Promise<void>
  stop(): void
}

const twelveHours = 12 * 3_600_000

/** component_verify_ticket: pushed every 10 minutes, each valid for 12 h. */
export function createTickets(world: World): Tickets {
  const { clock, ids } = world
  let cancel: (() => void) | undefined

  async function push({ again, ...sending }: SendOptions & { readonly again?: boolean } = {}): Promise<void> {
    checkStepOptions(sending, 'platform.pushTicket')
    const last = world.tickets.at(-1)
    const ticket = again && last ? last : { value: `ticket@@@${ids.text(86)}`, expiresAt: clock.now() + twelveHours }
    if (ticket !== last) world.tickets.push(ticket)
    await world.push([{ infoType: 'component_verify_ticket', ComponentVerifyTicket: ticket.value }], sending)
  }

  function schedule(): void {
    cancel = clock.after({ minutes: 10 }, () => {
      schedule()
      return push()
    })
  }

  return {
    start() {
      if (cancel) return false
      schedule()
      return true
    },
    push,
    stop: () => cancel?.(),
  }
}
