export type TaskKind =
  | 'registration.enterprise'
  | 'registration.personal'
  | 'registration.beta'
  | 'registration.enterpriseLegacy'
  | 'registration.unknown'
  | 'beta.conversion'
  | 'certification'

/** Only a certification can be returned. */
export type KindOutcome<K extends TaskKind> = K extends 'certification'
  ? 'succeeded' | 'pending' | 'failed' | 'returned' | 'undetermined'
  : 'succeeded' | 'pending' | 'failed' | 'undetermined'
