import type { EventIssue } from './event.js'

interface Misprint {
  readonly pattern: RegExp
  readonly element: string
  readonly message: string
  readonly mend: string
}

/** Seen in the samples on WeChat's pages, never in a real push (PROTOCOL §3.2 to §3.6, §3.13): somebody feeds us the page's text. */
const misprints: readonly Misprint[] = [
  {
    pattern: /<appid>[^<]*<appid>/,
    element: 'appid',
    message: 'appid is opened twice and never closed',
    mend: 'write <appid>…</appid>: the sample on WeChat’s page has a second <appid> where </appid> belongs',
  },
  {
    pattern: /<\/wxidnnn>/,
    element: 'info.idname',
    message: 'idname is closed by </wxidnnn>',
    mend: 'write <idname>…</idname>: the sample on WeChat’s page has another closing tag',
  },
  {
    pattern: /<xml>\s*$/,
    element: 'xml',
    message: 'the document ends with <xml>',
    mend: 'end it with </xml>: the sample on WeChat’s page has <xml> there',
  },
]

/** The known misprints in a text that is not well-formed, each with its mend. */
export function findMisprints(text: string): readonly EventIssue[] {
  return misprints.flatMap(({ pattern, element, message, mend }) => {
    const match = pattern.exec(text)
    return match ? [{ path: element, message, line: lineAt(text, match.index), hint: mend }] : []
  })
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
