import { cpus, loadavg, release, type as system, totalmem } from 'node:os'

/** A line of a table: a name and its figures, by column. */
export interface Row {
  readonly name: string
  readonly [column: string]: string | number
}

/** A ratio or a limit that an issue asks for, and what came out. */
export interface Target {
  readonly text: string
  readonly value: number
  readonly target: number
  /** `least`: value must reach the target; `most`: it must not pass it. */
  readonly kind: 'least' | 'most'
}

export interface Report {
  readonly title: string
  readonly rows: readonly Row[]
  readonly targets: readonly Target[]
}

/** What the figures depend on; the load is what else it did in the last minute. */
export function machine(): string {
  const [cpu] = cpus()
  const load = (loadavg()[0] ?? 0).toFixed(1)
  return `${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()} ${release()}, Node ${process.version}, load ${load}`
}

export function isMet({ value, target, kind }: Target): boolean {
  return kind === 'least' ? value >= target : value <= target
}

/** Prints one benchmark: a table, or with `--json` one line of JSON. Every benchmark file ends with this, so that each also runs alone. */
export function print(report: Report): void {
  if (process.argv.includes('--json')) {
    const targets = report.targets.map((target) => ({ ...target, met: isMet(target) }))
    process.stdout.write(`${JSON.stringify({ machine: machine(), ...report, targets })}\n`)
    return
  }
  process.stdout.write(`\n${report.title}\n`)
  const columns = [...new Set(report.rows.flatMap((row) => Object.keys(row)))]
  const cells = [columns, ...report.rows.map((row) => columns.map((column) => format(row[column])))]
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)))
  for (const line of cells) {
    const padded = line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
    process.stdout.write(`  ${padded.join('  ')}\n`)
  }
  for (const target of report.targets) {
    const sign = target.kind === 'least' ? '≥' : '≤'
    const verdict = isMet(target) ? 'met' : 'NOT MET'
    process.stdout.write(`  ${target.text}: ${format(target.value)} (${sign} ${format(target.target)}) ${verdict}\n`)
  }
}

function format(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? ''
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
