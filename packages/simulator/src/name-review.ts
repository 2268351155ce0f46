/** A new name that has to be reviewed. */
export interface NameReview {
  /** audit_id. */
  readonly auditId: number
  readonly appid: string
  readonly name: string
  readonly createdAt: number
  state: 'open' | 'passed' | 'refused'
  reason?: string
  decidedAt?: number
}
