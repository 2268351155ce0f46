/** What operators did in the console, for your audit log. The only personal data is the name that `authorize` returned. */
export type ConsoleSignals = {
  /** Somebody changed something; `count` is how many pushes or tasks. */
  acted: {
    readonly who: string
    readonly action: 'requeue' | 'discard' | 'check' | 'retell'
    readonly count: number
    /** Ids of the pushes or of the task, or the filter that chose them. */
    readonly of: readonly string[] | Readonly<Record<string, string | number>>
  }
  /** Somebody asked to see the personal data of a push or task. */
  revealed: { readonly who: string; readonly what: 'push' | 'task'; readonly id: string }
  /** A request was refused: by `authorize`, for a form without a valid token, or because the console is read-only. */
  refused: { readonly because: 'authorize' | 'form' | 'read-only' }
}
