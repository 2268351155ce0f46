/** For each file the files that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** Groups of files each of which reaches all others of its group, and itself, by imports. */
export function findCircles(graph: ImportGraph): readonly (readonly string[])[] {
  const reach = new Map([...graph.keys()].map((file) => [file, reachableFrom(file, graph)]))
  const reaches = (from: string, to: string) => reach.get(from)?.has(to) === true
  const circles = new Map<string, readonly string[]>()
  for (const file of [...graph.keys()].sort()) {
    const group = [...graph.keys()].filter((other) => reaches(file, other) && reaches(other, file)).sort()
    if (group[0] !== undefined) circles.set(group[0], group)
  }
  return [...circles.values()]
}

function reachableFrom(start: string, graph: ImportGraph): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [...(graph.get(start) ?? [])]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    open.push(...(graph.get(file) ?? []))
  }
  return reached
}
