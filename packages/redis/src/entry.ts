import type { Channel, EntryState, FailedAttempt, InboxEntry, Sealer, StoredEntry } from '@wehook/core/storage'

/** An entry's hash in Redis: names and values in turn, as HGETALL gives them to a script. */
export type Fields = readonly string[]

/** The error of an attempt whose process ended before it could write the result. */
export const lostAttempt = (attempt: number) =>
  `attempt ${attempt} did not end: its process died, stalled or was shut down`

const sealName = (id: string) => `inbox:${id}`
const errorName = (id: string) => `error:${id}`

/** Sorts entries by the time they were received, then by id; the id begins at the 17th character. */
export function orderOf(receivedAt: number, id = ''): string {
  return `${String(Math.max(0, Math.trunc(receivedAt))).padStart(15, '0')}:${id}`
}

/** The arguments of `putScript`, in its order. */
export function toPutArguments(sealer: Sealer, entry: InboxEntry & { readonly infoType: string }): readonly string[] {
  const { id, componentAppId, receivedAt, infoType, appid = '', traceparent = '', xml } = entry
  const channel = entry.channel === 'message' ? 'message' : ''
  const text = sealer.seal(xml, sealName(id))
  return [id, orderOf(receivedAt, id), componentAppId, String(receivedAt), infoType, channel, appid, traceparent, text]
}

export type EntryHash = Readonly<Record<string, string>> & { readonly id: string }

export function toHash(fields: Fields): EntryHash {
  const hash: Record<string, string> = {}
  for (let n = 0; n < fields.length; n += 2) hash[fields[n] as string] = fields[n + 1] as string
  return { ...hash, id: hash['order']?.slice(16) ?? '' }
}

/** The decrypted text; undefined where it was dropped. @throws ERR_INTERNAL where no seal key decrypts it. */
export function openText(sealer: Sealer, hash: EntryHash): string | undefined {
  return hash['xml'] === undefined ? undefined : sealer.open(hash['xml'], sealName(hash.id))
}

/** As {@link openText}, but also undefined where no key decrypts it: such an entry can still be listed and requeued. */
export function openedText(sealer: Sealer, hash: EntryHash): string | undefined {
  try {
    return openText(sealer, hash)
  } catch {
    return undefined
  }
}

/** An error as it is stored. */
export function sealError(sealer: Sealer, id: string, error: string): string {
  return error === '' ? '' : sealer.seal(error, errorName(id))
}

/** A stored error; where no key decrypts it, a text that says so. */
export function openedError(sealer: Sealer, id: string, stored: string): string {
  try {
    return sealer.open(stored, errorName(id))
  } catch {
    return 'sealed with a key that was not given'
  }
}

export function toEntry(hash: EntryHash, xml: string): InboxEntry {
  return { ...identityOf(hash), xml }
}

export function toStoredEntry(sealer: Sealer, hash: EntryHash): StoredEntry {
  const state = hash['state'] as EntryState
  const xml = openedText(sealer, hash)
  const { dueAt, settledAt, lastError } = hash
  return {
    ...identityOf(hash),
    state,
    infoType: hash['infoType'] ?? '',
    attempts: Number(hash['attempts']),
    ...(dueAt !== undefined && state === 'pending' && { dueAt: Number(dueAt) }),
    ...(settledAt !== undefined && { settledAt: Number(settledAt) }),
    ...(lastError !== undefined && { lastError: openedError(sealer, hash.id, lastError) }),
    ...(xml !== undefined && { xml }),
  }
}

function identityOf(hash: EntryHash): Omit<InboxEntry, 'xml'> {
  const { id, channel, appid, traceparent } = hash
  return {
    id,
    componentAppId: hash['componentAppId'] ?? '',
    receivedAt: Number(hash['receivedAt']),
    ...(channel !== undefined && { channel: channel as Channel }),
    ...(appid !== undefined && { appid }),
    ...(traceparent !== undefined && { traceparent }),
  }
}

/** A line of the list of failed attempts: attempt, time, error. The error is encrypted where there is a seal key. */
export function toFailedAttempt(sealer: Sealer, id: string, line: string): FailedAttempt {
  const [attempt, at] = line.split(' ', 2)
  return {
    attempt: Number(attempt),
    at: Number(at),
    error: openedError(sealer, id, line.slice(`${attempt} ${at} `.length)),
  }
}
