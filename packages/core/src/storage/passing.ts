/** Ms until an entry that a process without a handler has passed on is offered again. It varies, so that the processes do not all ask at the same time. */
export function passDelayMs(random = Math.random): number {
  return Math.round(1_000 * (0.8 + 0.4 * random()))
}

/** Default of `unhandledAfterMs`: longer than a rolling release can leave an InfoType without a process that handles it. */
export const defaultUnhandledAfterMs = 60_000

/** How often a consumer looks for `unhandled` entries that it has a handler for. */
export const reviveEveryMs = 2_000

/** Which InfoTypes of `unhandled` entries a consumer makes pending again. */
export interface Reviver {
  /** `deliver` resolved `unhandled` although `handles` had said yes: making such entries pending again would repeat endlessly. */
  refuse(infoType: string): void
  /** Those of `infoTypes` to make pending again. */
  pick(infoTypes: readonly string[]): readonly string[]
}

export function createReviver(handles: (infoType: string) => boolean): Reviver {
  const refused = new Set<string>()
  return {
    refuse(infoType) {
      refused.add(infoType)
    },
    pick(infoTypes) {
      for (const infoType of refused) if (!handles(infoType)) refused.delete(infoType)
      return infoTypes.filter((infoType) => !refused.has(infoType) && handles(infoType))
    },
  }
}
