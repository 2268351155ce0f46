import type { Bilingual, Language } from '@wehook/core'

/** Gives a text of the table in the language of the page. */
export type Translate = (text: Bilingual) => string

export function translateTo(language: Language): Translate {
  return (text) => text[language]
}

/** The language with the highest weight in `accept-language` that the console has; otherwise English. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = Number(
        parameters
          .find((each) => each.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      )
      return { tag, weight: Number.isNaN(weight) ? 0 : weight }
    })
    .filter(({ tag }) => /^(zh|en)\b/.test(tag))
    .toSorted((a, b) => b.weight - a.weight)
  return wanted[0]?.tag.startsWith('zh') ? 'zh' : 'en'
}
