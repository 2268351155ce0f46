/**
 * The values of an option that takes one value or `[current, previous]` while it is being changed. A previous value that is undefined,
 * null or empty means that there is none, so that an unset environment variable can be passed as it is.
 */
export function currentAndPrevious<T>(option: T | readonly [T, ...(T | undefined)[]]): readonly T[] {
  if (!Array.isArray(option) || option.length === 0) return [option as T]
  const [current, ...previous] = option
  return [current, ...previous.filter((value) => value !== undefined && value !== null && value !== '')]
}
