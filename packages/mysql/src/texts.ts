import type { TextTable } from '@wehook/core/storage'
import { sqlTexts } from '@wehook/storage/sql'

/** The errors and warnings of the MySQL storage. */
export const texts = {
  pool: {
    message: {
      en: 'mysqlStorage needs `pool` to be a pool of mysql2',
      zh: 'mysqlStorage 的 `pool` 应为 mysql2 的连接池',
    },
    hint: {
      en: "give the pool that your app has: mysql.createPool({ … }) of 'mysql2' or 'mysql2/promise'",
      zh: "传入应用已有的连接池：'mysql2' 或 'mysql2/promise' 的 mysql.createPool({ … })",
    },
  },
  raiseLimit: {
    en: 'raise `connectionLimit` of the pool; 10 is the default of mysql2',
    zh: '调大连接池的 `connectionLimit`；mysql2 的默认值为 10',
  },
  noDatabase: {
    message: { en: 'the pool of mysqlStorage has no database', zh: 'mysqlStorage 的连接池没有指定数据库' },
    hint: { en: 'give `database` to createPool', zh: '在 createPool 中指定 `database`' },
  },
  uncommitted: {
    message: {
      en: 'a connection of the pool has autocommit off: it commits nothing',
      zh: '连接池的某个连接关闭了 autocommit：任何写入都不会提交',
    },
    hint: {
      en: 'remove `SET autocommit = 0` from the pool and from init_connect of the server',
      zh: '去掉连接池以及服务器 init_connect 中的 `SET autocommit = 0`',
    },
  },
  volatile: {
    flush: (value: number) => ({
      en: `innodb_flush_log_at_trx_commit is ${value}`,
      zh: `innodb_flush_log_at_trx_commit 为 ${value}`,
    }),
    engine: {
      en: 'a table of wehook has another engine than InnoDB',
      zh: 'wehook 有表的引擎不是 InnoDB',
    },
  },
  doubts: {
    unreadable: {
      en: 'MySQL does not show innodb_flush_log_at_trx_commit: wehook cannot tell whether a crash loses pushes',
      zh: 'MySQL 不允许读取 innodb_flush_log_at_trx_commit：wehook 无法判断宕机时是否会丢失推送',
    },
    binlogNotSynced: {
      en: 'sync_binlog is not 1: a replica that is promoted after a crash may lack the last pushes',
      zh: 'sync_binlog 不为 1：宕机后提升为主库的从库可能缺少最后几条推送',
    },
  },
  hints: {
    ...sqlTexts.hints,
    busy: {
      en: 'another transaction held the rows for long: look for open transactions with SHOW ENGINE INNODB STATUS',
      zh: '有其他事务长时间占用这些行：用 SHOW ENGINE INNODB STATUS 查找未结束的事务',
    },
    denied: {
      en: 'grant SELECT, INSERT, UPDATE and DELETE on the tables of wehook to this database user',
      zh: '给该数据库用户授予 wehook 各表的 SELECT、INSERT、UPDATE、DELETE 权限',
    },
    noTables: {
      en: 'the tables of wehook are missing: run the SQL that `npx wehook migrate --print mysql` prints',
      zh: '缺少 wehook 的表：执行 `npx wehook migrate --print mysql` 打印的 SQL',
    },
    tooLong: {
      en: 'raise max_allowed_packet of the server, and check that nobody has altered the columns of wehook',
      zh: '调大服务器的 max_allowed_packet，并检查 wehook 的表结构是否被改过',
    },
  },
} as const satisfies TextTable
