/** Freezes plain data all the way down; an object that is frozen already is not looked into. */
export function deepFreeze<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value
  for (const name in value) {
    const inner = value[name]
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  }
  return Object.freeze(value)
}
