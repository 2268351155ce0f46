import { mysqlSchema } from '@wehook/mysql'
import { postgresSchema } from '@wehook/postgres'
import { expect, it } from 'vitest'
import { wehook } from '../run.js'

it('prints the SQL for MySQL and for PostgreSQL', async () => {
  expect(await wehook(['migrate', '--print', 'mysql'])).toMatchObject({ code: 0, out: mysqlSchema().trimEnd() })
  expect(await wehook(['migrate', '--print', 'postgres', '--schema', 'app', '--prefix', 'wx_'])).toMatchObject({
    code: 0,
    out: postgresSchema({ schema: 'app', prefix: 'wx_' }).trimEnd(),
  })
})

it.each([
  { args: [], says: /--print mysql or --print postgres/ },
  { args: ['--print', 'oracle'], says: /--print mysql or --print postgres/ },
  { args: ['--print', 'mysql', '--schema', 'app'], says: /--schema is for postgres only/ },
  { args: ['--print', 'mysql', '--prefix', 'A`'], says: /the table prefix may hold/ },
])('refuses $args', async ({ args, says }) => {
  const { code, err } = await wehook(['migrate', ...args])
  expect(code).toBe(2)
  expect(err).toMatch(says)
})
