import { expect, test } from 'vitest'
import { wehook } from '../run'

test.each([
  [['inbox'], 'expected list, show, requeue or discard'],
  [['inbox', 'list'], 'a SQLite file or a Redis URL'],
  [['inbox', 'drop', 'wehook.db'], 'expected list, show, requeue or discard'],
  [['inbox', 'list', 'absent.db'], 'there is no file absent.db'],
  [['inbox', 'list', 'mysql://127.0.0.1/db'], 'mysql:// cannot be opened by this command'],
])('%j is refused: %s', async (argv, message) => {
  const { code, err } = await wehook(argv)
  expect([code, err]).toEqual([2, expect.stringContaining(message)])
})
