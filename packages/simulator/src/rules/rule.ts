/**
 * One thing that WeChat does or demands, with its section in docs/protocol.md.
 *
 * `yes`: documented, and played. `assumed`: WeChat must do something here but nobody documented what; the kit's choice is in `note`.
 * `no`: documented and not played; `note` says why.
 */
export interface Rule {
  readonly section: string
  readonly says: string
  readonly played: 'yes' | 'assumed' | 'no'
  readonly note?: string
  /** What a call that breaks the rule is answered; absent for rules of behaviour. */
  readonly errcode?: number
  readonly errmsg?: string
}

export type RuleTable = { readonly [id: string]: Rule }
