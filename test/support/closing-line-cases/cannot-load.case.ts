import { test } from 'vitest'

await import(`./no-such-${'file'}`)
test('never collected', () => {})
