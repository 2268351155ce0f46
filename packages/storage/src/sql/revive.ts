import type { SqlContext } from './context.js'
import { toText } from './keys.js'
import { stateNumbers } from './rows.js'

const batchSize = 200

/** InfoTypes of which there are `unhandled` entries. */
export async function unhandledInfoTypes({ dialect, work }: SqlContext): Promise<readonly string[]> {
  const { rows } = await work.run((session) =>
    session.run(`SELECT DISTINCT info_type FROM ${dialect.tables.entries} WHERE state = ${stateNumbers.unhandled}`),
  )
  return rows.map((row) => toText(row['info_type'] as Uint8Array))
}

/** Makes `unhandled` entries of an InfoType pending again, with their attempts as they were. */
export async function revive(context: SqlContext, infoType: string, channel: number): Promise<void> {
  const { dialect, work } = context
  const { entries } = dialect.tables
  const bytes = Buffer.from(infoType)
  const which = `state = ${stateNumbers.unhandled} AND info_type = ? AND channel = ?`
  const reviveBatch = () =>
    work.run(async (session) => {
      const { rows } = await session.run(
        `SELECT seq FROM ${entries} WHERE ${which} ORDER BY received_at LIMIT ${batchSize}`,
        [bytes, channel],
      )
      const seqs = rows.map((row) => row['seq'] as number).toSorted((a, b) => a - b)
      if (seqs.length > 0) {
        await session.run(
          `UPDATE ${entries} SET state = ${stateNumbers.pending}, fence = fence + 1, due_at = ${dialect.now}, settled_at = NULL
           WHERE ${which} AND seq IN (${seqs.map(() => '?').join(', ')})`,
          [bytes, channel, ...seqs],
        )
      }
      return seqs.length
    })
  while ((await reviveBatch()) === batchSize);
  context.wake()
}
