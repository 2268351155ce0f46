/** The languages of errors, hints and log lines. */
export type Language = 'en' | 'zh'

/** One text in both languages. */
export type Bilingual = Readonly<Record<Language, string>>

/** A row of a table of texts: a pair, a function that makes one, or more rows under one name. */
export type TextRow = Bilingual | ((...values: never[]) => Bilingual) | { readonly [name: string]: TextRow }

/** The texts of a package: what its errors, hints and log lines say, both languages side by side. */
export type TextTable = Readonly<Record<string, TextRow>>

/** A pair, for tables whose texts must not become part of the types. */
export const bilingual = (zh: string, en: string): Bilingual => ({ zh, en })
