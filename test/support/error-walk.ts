/**
 * Where one of `secrets` can be found in `error`: in its own properties, enumerable or not, by name or by symbol, in its causes and in whatever they
 * refer to, at any depth. The paths, such as `.cause.command.args[3]`.
 */
export function leaksOf(error: unknown, secrets: readonly string[]): readonly string[] {
  const found: string[] = []
  const seen = new Set<object>()
  const holds = (text: string) => secrets.some((secret) => text.includes(secret))

  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string' && holds(value)) found.push(path)
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
    seen.add(value)
    if (value instanceof Map || value instanceof Set) walk([...value], path)
    if (ArrayBuffer.isView(value)) walk(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString(), path)
    else
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

/** Shorter ones cannot be told from common words. */
const leastLength = 6
/** What a storage is given and no error may show. */
const storedFields = ['xml', 'value', 'body']

export interface ErrorWatch {
  /** The same object; what its methods are given and what they end in is noted, likewise of the objects that it gives. */
  watch<T extends object>(target: T): T
  /** The object behind a watched one. */
  unwatched<T>(value: T): T
  /** How many errors there were. */
  errors(): number
  /** Where a secret that was given is found in an error, as `method: path`. */
  leaks(): readonly string[]
}

/** Secrets are the texts in `fields` of what methods are given: by default what storages keep; 'all' for every text. */
export function createErrorWatch(fields: readonly string[] | 'all' = storedFields): ErrorWatch {
  const secrets = new Set<string>()
  const seen: { readonly method: string; readonly error: unknown }[] = []
  const targets = new WeakMap<object, object>()

  const note = (method: string, error: unknown) => {
    seen.push({ method, error })
    return error
  }

  const collect = (value: unknown, isSecret: boolean): void => {
    if (typeof value === 'string' && isSecret) for (const text of textsIn(value)) secrets.add(text)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
    for (const [field, one] of Object.entries(value)) collect(one, isSecret || fields.includes(field))
  }

  /** Errors that are told to a listener count as well. */
  const withWatchedListener = (argument: unknown) => {
    const { onError } = (argument ?? {}) as { readonly onError?: (error: unknown) => void }
    if (typeof onError !== 'function') return argument
    return { ...(argument as object), onError: (error: unknown) => onError(note('onError', error)) }
  }

  const call = (target: object, name: string, method: (...args: unknown[]) => unknown, args: readonly unknown[]) => {
    for (const argument of args) collect(argument, fields === 'all')
    try {
      const result = Reflect.apply(method, target, args.map(withWatchedListener))
      if (!(result instanceof Promise)) return watchResult(result)
      return result.then(watchResult, (error: unknown) => {
        throw note(name, error)
      })
    } catch (error) {
      throw note(name, error)
    }
  }

  const watchResult = (result: unknown) => (hasMethods(result) ? watch(result) : result)

  const watch = <T extends object>(target: T): T => {
    const watched = new Proxy(target, {
      get(_, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return watchResult(member)
        return (...args: unknown[]) => call(target, String(name), member as (...args: unknown[]) => unknown, args)
      },
    })
    targets.set(watched, target)
    return watched
  }

  return {
    watch,
    unwatched: (value) => (targets.get(value as object) as typeof value | undefined) ?? value,
    errors: () => seen.length,
    leaks: () => seen.flatMap(({ method, error }) => leaksOf(error, [...secrets]).map((path) => `${method}: ${path}`)),
  }
}

function hasMethods(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.values(value).some((member) => typeof member === 'function' || hasMethods(member))
}

/** The text, and those inside it when it is JSON. */
function textsIn(text: string): readonly string[] {
  const texts: string[] = []
  const add = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= leastLength) texts.push(value)
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(add)
  }
  add(text)
  try {
    add(JSON.parse(text))
  } catch {
    // No JSON.
  }
  return texts
}
