/**
 * One behaviour or requirement of WeChat, with its section in docs/protocol.md.
 *
 * `yes`: documented and implemented. `assumed`: WeChat's behaviour here is not documented; `note` says what the simulated platform does.
 * `no`: documented and not implemented; `note` says why.
 */
export interface Rule {
  readonly section: string
  readonly says: string
  readonly played: 'yes' | 'assumed' | 'no'
  readonly note?: string
  /** The errcode that answers a call which breaks the rule; absent for a rule about WeChat's own behaviour. */
  readonly errcode?: number
  readonly errmsg?: string
}

export type RuleTable = { readonly [id: string]: Rule }
