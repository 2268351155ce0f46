import { type Command, exitCodes, UsageError } from '../command.js'
import { loadStorage } from '../load-storage.js'

type Names = { readonly prefix?: string; readonly schema?: string }

const printers: Readonly<Record<string, () => Promise<(names: Names) => string>>> = {
  mysql: async () => (await loadStorage('@wehook/mysql', () => import('@wehook/mysql'))).mysqlSchema,
  postgres: async () => (await loadStorage('@wehook/postgres', () => import('@wehook/postgres'))).postgresSchema,
}

export const migrate: Command = {
  name: 'migrate',
  summary: {
    zh: '打印 @wehook/mysql、@wehook/postgres 的建表 SQL，供 DBA 执行',
    en: 'print the SQL that creates the tables of @wehook/mysql or @wehook/postgres, for a DBA to run',
  },
  usage: ['wehook migrate --print mysql|postgres'],
  options: {
    print: { type: 'string', value: 'mysql|postgres', help: { zh: '数据库类型', en: 'the kind of database' } },
    prefix: {
      type: 'string',
      value: 'prefix',
      help: {
        zh: '表名前缀，与代码中的 `prefix` 一致（默认 wehook_）',
        en: 'the `prefix` of your code (default wehook_)',
      },
    },
    schema: {
      type: 'string',
      value: 'schema',
      help: {
        zh: 'PostgreSQL 的 schema，与代码中的 `schema` 一致（默认 public）',
        en: 'the PostgreSQL `schema` of your code (default public)',
      },
    },
  },
  examples: [
    'wehook migrate --print mysql > wehook.sql',
    'wehook migrate --print postgres --schema app | psql "$DATABASE_URL"',
  ],
  notes: {
    zh: '只打印 SQL，不连接数据库。应用设置 `migrate: false` 后不再自动建表。SQL 可重复执行。',
    en: 'Only prints, without connecting. With `migrate: false` the app creates no tables. The SQL can be run again.',
  },
  async run(args, { io }) {
    const kind = args.text('print') ?? ''
    const load = Object.hasOwn(printers, kind) ? printers[kind] : undefined
    if (!load || args.positionals.length > 0) {
      throw new UsageError('give --print mysql or --print postgres', '请给出 --print mysql 或 --print postgres')
    }
    const [prefix, schema] = [args.text('prefix'), args.text('schema')]
    if (schema !== undefined && kind === 'mysql') {
      throw new UsageError('--schema is for postgres only', '--schema 只用于 postgres')
    }
    const print = await load()
    io.out(print({ ...(prefix !== undefined && { prefix }), ...(schema !== undefined && { schema }) }).trimEnd())
    return exitCodes.ok
  },
}
