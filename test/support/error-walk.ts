/**
 * Where one of `secrets` can be found in `error`: in its own properties, enumerable or not, by name or by symbol, in its causes and in whatever they
 * refer to, at any depth. The paths, such as `.cause.command.args[3]`.
 */
export function leaksOf(error: unknown, secrets: readonly string[]): readonly string[] {
  const found: string[] = []
  const seen = new Set<object>()
  const holds = (text: string) => secrets.some((secret) => text.includes(secret))

  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string' && holds(value)) found.push(path)
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
    seen.add(value)
    if (ArrayBuffer.isView(value))
      return walk(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString(), path)
    if (value instanceof Map || value instanceof Set) return walk([...value], path)
    for (const key of Reflect.ownKeys(value)) {
      const name = Array.isArray(value) ? `[${String(key)}]` : `.${String(key)}`
      if (typeof key === 'string' && holds(key)) found.push(`${path}${name}`)
      walk(readProperty(value, key), path + name)
    }
  }

  walk(error, '')
  return found
}

function readProperty(value: object, key: string | symbol): unknown {
  try {
    return (value as Readonly<Record<string | symbol, unknown>>)[key]
  } catch {
    return undefined
  }
}

/** Too short to tell a secret from a common word. */
const leastLength = 6

/** What a storage is given and no error may show. */
const secretFields: readonly string[] = ['xml', 'value', 'body']

/**
 * The same object, whose methods note each error that they end in and every secret that they were given: `leaks()` has the paths at which one of the
 * secrets is found in one of the errors.
 */
export function watchErrors<T extends object>(target: T): { readonly watched: T; leaks(): readonly string[] } {
  const secrets = new Set<string>()
  const errors: { readonly from: string; readonly error: unknown }[] = []
  const note = (from: string, error: unknown) => {
    errors.push({ from, error })
    throw error
  }
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [field, one] of Object.entries(value)) {
      if (typeof one === 'string' && secretFields.includes(field) && one.length >= leastLength) secrets.add(one)
      collect(one)
    }
  }
  const watched = new Proxy(target, {
    get(object, name, receiver) {
      const member: unknown = Reflect.get(object, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        args.forEach(collect)
        try {
          const result: unknown = Reflect.apply(member, object, args)
          return result instanceof Promise ? result.catch((error: unknown) => note(String(name), error)) : result
        } catch (error) {
          return note(String(name), error)
        }
      }
    },
  })
  return {
    watched,
    leaks: () => errors.flatMap(({ from, error }) => leaksOf(error, [...secrets]).map((path) => `${from}: ${path}`)),
  }
}
