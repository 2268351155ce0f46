import { describe, expect, it, vi } from 'vitest'
import { connect, newFile, openStorage } from './file.js'

const ahead = 8 * 3_600_000

/** A holder that died: its row is as it left it. */
function leaveLock(file: string, heldFrom: number, heldUntil: number): void {
  connect(file).exec(
    `INSERT INTO locks (name, fence, held_from, held_until) VALUES ('x', 7, ${heldFrom}, ${heldUntil})`,
  )
}

describe('a lock', () => {
  it('of a holder that died while the clock ran 8 h ahead ends after its own length', async () => {
    const file = newFile()
    const { tokens } = openStorage({ file, leaseMs: 600 })
    const then = Date.now() + ahead
    leaveLock(file, then, then + 600)
    const startedAt = performance.now()
    expect(await tokens.withLock('x', async ({ number }) => number)).toBe(8)
    expect(performance.now() - startedAt).toBeGreaterThan(500)
  })

  it('stays with a holder that lives while the clock is set back', async () => {
    const file = newFile()
    const clock = { skew: ahead }
    const open = () => openStorage({ file, leaseMs: 600, now: () => Date.now() + clock.skew })
    const [holder, waiter] = [open(), open()]
    const events: string[] = []
    let end = () => {}
    const held = holder.tokens.withLock('x', async () => {
      events.push('taken')
      await new Promise<void>((resolve) => {
        end = resolve
      })
      events.push('ended')
    })
    await vi.waitFor(() => expect(events).toEqual(['taken']))
    clock.skew = 0
    const waiting = waiter.tokens.withLock('x', async () => events.push('taken by the next'))
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    end()
    await Promise.all([held, waiting])
    expect(events).toEqual(['taken', 'ended', 'taken by the next'])
  })
})
