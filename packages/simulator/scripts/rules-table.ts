import { type Rule, rules } from '@wehook/simulator'

const begin = '<!-- rules: written by scripts/write-rules.ts -->'
const end = '<!-- /rules -->'

const words = { yes: 'yes', assumed: 'assumed', no: 'no' } as const satisfies Record<Rule['played'], string>

/** The README with its table of rules as the catalogue has them. */
export function withRules(readme: string): string {
  const [head, rest = ''] = readme.split(begin)
  const [, tail = ''] = rest.split(end)
  return `${head}${begin}\n${renderRules()}\n${end}${tail}`
}

function renderRules(): string {
  const rows = Object.entries(rules).map(([id, rule]: [string, Rule]) => {
    const answer = rule.errcode === undefined ? '' : `\`${rule.errcode}\``
    const played = rule.note === undefined ? words[rule.played] : `${words[rule.played]}: ${rule.note}`
    return `| \`${id}\` | §${rule.section} | ${rule.says} | ${answer} | ${played} |`
  })
  const count = (played: Rule['played']) => Object.values(rules).filter((rule) => rule.played === played).length
  return [
    `${rows.length} rules: ${count('yes')} simulated as documented, ${count('assumed')} where WeChat’s behaviour is not documented and the simulator`,
    `had to choose, ${count('no')} not simulated.`,
    '',
    '| rule | section | what WeChat does or requires | answer | simulated? |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}
