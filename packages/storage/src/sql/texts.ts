/** What users read, in both languages. */
export interface Bilingual {
  readonly en: string
  readonly zh: string
}
