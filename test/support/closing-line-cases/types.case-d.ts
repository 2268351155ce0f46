import { expectTypeOf, test } from 'vitest'

test('a type that holds', () => expectTypeOf<string>().toEqualTypeOf<string>())
test('a type that does not', () => expectTypeOf<string>().toEqualTypeOf<number>())
