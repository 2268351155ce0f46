/** The candidate that `text` was probably meant to be: at most a third of its letters differ. */
export function closest(text: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(2, Math.floor(text.length / 3))
  const rated = candidates.map((candidate) => ({ candidate, edits: editsBetween(text.slice(0, 64), candidate, most) }))
  const [best] = rated.toSorted((a, b) => a.edits - b.edits)
  return best && best.edits <= most ? best.candidate : undefined
}

/** Levenshtein distance, without regard to case; more than `most` when the lengths alone differ by more. */
function editsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const line = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[b.length] ?? 0
}
