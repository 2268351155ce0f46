import type { TextTable } from '@wehook/core/storage'
import { sqlTexts } from '@wehook/storage/sql'

/** The errors and warnings of the PostgreSQL storage. */
export const texts = {
  pool: {
    message: {
      en: 'postgresStorage needs `pool` to be a pool of pg',
      zh: 'postgresStorage 的 `pool` 应为 pg 的连接池',
    },
    hint: {
      en: "give the pool that your app has: new Pool({ … }) of 'pg'",
      zh: "传入应用已有的连接池：'pg' 的 new Pool({ … })",
    },
  },
  raiseLimit: { en: 'raise `max` of the pool; 10 is the default of pg', zh: '调大连接池的 `max`；pg 的默认值为 10' },
  schema: {
    message: {
      en: '`schema` may hold a to z, 0 to 9 and _ only, and 63 characters',
      zh: '`schema` 只能包含 a 到 z、0 到 9 和 _，最多 63 个字符',
    },
    hint: {
      en: 'change `schema`, or leave it out: the default is public',
      zh: '请修改 `schema`，或省略该选项：默认值为 public',
    },
  },
  volatile: {
    fsync: { en: 'fsync is off', zh: 'fsync 已关闭' },
    unlogged: { en: 'a table of wehook is UNLOGGED', zh: 'wehook 有表为 UNLOGGED' },
  },
  doubts: {
    fullPages: {
      en: 'full_page_writes is off: a crash in the middle of a write may damage the database, unless the file system prevents that',
      zh: 'full_page_writes 已关闭：除非文件系统能防止写入中断，否则宕机可能损坏数据库',
    },
  },
  hints: {
    ...sqlTexts.hints,
    busy: {
      en: 'another transaction held the rows for long: look for open transactions in pg_stat_activity',
      zh: '有其他事务长时间占用这些行：在 pg_stat_activity 中查找未结束的事务',
    },
    denied: {
      en: 'grant this database user USAGE on the schema, SELECT, INSERT, UPDATE and DELETE on the tables of wehook, and USAGE on their sequences',
      zh: '给该数据库用户授予 schema 的 USAGE 权限、wehook 各表的 SELECT、INSERT、UPDATE、DELETE 权限及其序列的 USAGE 权限',
    },
    noTables: {
      en: 'the tables of wehook are missing: run the SQL that `npx wehook migrate --print postgres` prints',
      zh: '缺少 wehook 的表：执行 `npx wehook migrate --print postgres` 打印的 SQL',
    },
  },
} as const satisfies TextTable
