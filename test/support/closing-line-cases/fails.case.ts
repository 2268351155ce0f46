import { expect, test } from 'vitest'

test('passes beside a failure', () => expect(1).toBe(1))
test('fails', () => expect(1).toBe(2))
test.skip('skipped', () => {})
test.todo('to do')
