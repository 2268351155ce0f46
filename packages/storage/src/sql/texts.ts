import type { Bilingual } from '@wehook/core'
import type { TextTable } from '@wehook/core/storage'

/** The errors and warnings that MySQL and PostgreSQL share. `product` is the database's name. */
export const texts = {
  prefix: {
    message: {
      en: 'the table prefix may hold a to z, 0 to 9 and _ only, and 30 characters',
      zh: '表名前缀只能包含 a 到 z、0 到 9 和 _，以字母开头，最多 30 个字符',
    },
    hint: {
      en: 'change `prefix`, or leave it out: the default is wehook_',
      zh: '请修改 `prefix`，或省略该选项：默认值为 wehook_',
    },
  },
  smallPool: (storage: string, limit: number, fewest: number) => ({
    en: `the pool has ${limit} connections, ${storage} needs at least ${fewest}`,
    zh: `连接池只有 ${limit} 个连接，${storage} 至少需要 ${fewest} 个`,
  }),
  volatile: {
    message: (product: string, fault: Bilingual) => ({
      en: `this ${product} is not durable: ${fault.en}`,
      zh: `该 ${product} 未保证持久化：${fault.zh}`,
    }),
    hint: (storage: string, change: string) => ({
      en: `run ${change}; or accept the loss with ${storage}({ allowVolatile: true })`,
      zh: `执行 ${change}；若接受丢失，可设置 ${storage}({ allowVolatile: true })`,
    }),
  },
  /** Hints for errors of the database. */
  hints: {
    away: {
      en: 'the database cannot be reached: check that it runs and that host, port and user of the pool are right; service resumes when it is back',
      zh: '连不上数据库：检查数据库是否运行、连接池的主机、端口和用户是否正确；数据库恢复后服务即恢复',
    },
    readOnly: {
      en: 'the server is read-only, as after a failover: let the pool connect to the primary; service resumes when it does',
      zh: '服务器处于只读状态（例如主从切换之后）：让连接池连到主库；连上后服务即恢复',
    },
    full: { en: 'free disk space on the database server', zh: '清理数据库服务器的磁盘空间' },
    tooManyConnections: {
      en: 'the database takes no more connections: raise max_connections, or lower the limits of the pools',
      zh: '数据库连接数已满：调大 max_connections，或调小各连接池的上限',
    },
    unknown: { en: 'look at the cause of this error', zh: '查看该错误的 cause' },
  },
  fault: {
    message: (product: string, action: Bilingual, name: Bilingual) => ({
      en: `${product} could not ${action.en}: ${name.en}`,
      zh: `${product} 无法${action.zh}：${name.zh}`,
    }),
    late: { en: 'no answer in time', zh: '未在规定时间内应答' },
    lateHint: {
      en: 'the database is frozen, overloaded or unreachable, or the pool has no free connection; service resumes when it answers',
      zh: '数据库无响应、过载或网络不通，或连接池没有空闲连接；恢复响应后服务即恢复',
    },
  },
  actions: {
    readToken: { en: 'read a token', zh: '读取令牌' },
    storeToken: { en: 'store a token', zh: '保存令牌' },
    removeToken: { en: 'remove a token', zh: '删除令牌' },
    storePush: { en: 'store a push', zh: '保存推送' },
    listEntries: { en: 'list entries', zh: '列出条目' },
    readEntry: { en: 'read an entry', zh: '读取条目' },
    countEntries: { en: 'count entries', zh: '统计条目' },
    requeue: { en: 'requeue entries', zh: '将条目重新入队' },
    discard: { en: 'discard entries', zh: '丢弃条目' },
    deliver: { en: 'deliver', zh: '投递事件' },
    tasks: { en: 'read or write tasks', zh: '读写任务' },
    takeLock: { en: 'take a lock', zh: '获取锁' },
  },
  guard: {
    ended: {
      en: 'the handler of inTransaction has ended, and its connection belongs to others now',
      zh: 'inTransaction 的处理函数已经结束，其连接已归还',
    },
    method: (name: string) => ({
      en: `\`${name}\` is not for a handler of inTransaction: wehook commits or rolls back when the handler ends`,
      zh: `inTransaction 的处理函数不能调用 \`${name}\`：处理函数结束后由 wehook 提交或回滚`,
    }),
    statement: (statement: string) => ({
      en: `${statement} is not for a handler of inTransaction: it would end the transaction that wehook commits`,
      zh: `inTransaction 的处理函数不能执行 ${statement}：它会提前结束由 wehook 提交的事务`,
    }),
    hint: {
      en: 'await every query, and let no ORM begin a transaction of its own: use tx for single statements or savepoints',
      zh: '请 await 每条查询，且不要让 ORM 另开事务：用 tx 执行语句或使用 savepoint',
    },
  },
  inTransaction: {
    badName: (longest: number) => ({
      en: `inTransaction needs a name of 1 to ${longest} characters`,
      zh: `inTransaction 需要 1 到 ${longest} 个字符的名称`,
    }),
    sameName: (name: string) => ({
      en: `there are two handlers with the name "${name}": the second one would never run`,
      zh: `有两个名为 "${name}" 的处理函数：第二个永远不会执行`,
    }),
    nameHint: {
      en: "give each handler a name of its own that never changes: inTransaction('open-shop', …)",
      zh: "给每个处理函数一个固定不变的独有名称：inTransaction('open-shop', …)",
    },
    endedEarly: {
      en: 'the transaction ended before the handler did: the event is repeated, and what the handler wrote after that end may be stored twice',
      zh: '事务在处理函数结束之前就已结束：该事件会重试，此后写入的数据可能重复',
    },
    endedEarlyHint: {
      en: 'the handler caught an SQL error and went on, or ran a statement that commits (DDL in MySQL): let errors reach wehook, and run DDL elsewhere',
      zh: '处理函数吞掉了 SQL 错误后继续执行，或执行了会隐式提交的语句（如 MySQL 的 DDL）：请让错误抛出，DDL 放到别处执行',
    },
    late: (ms: number) => ({
      en: `the handler of inTransaction was not done after ${ms} ms; its transaction is rolled back`,
      zh: `inTransaction 的处理函数 ${ms} 毫秒内未完成；其事务已回滚`,
    }),
    lateHint: {
      en: 'make the handler shorter, or raise `handlerTimeoutMs` of the storage and of createReceiver',
      zh: '缩短处理函数的执行时间，或调大存储与 createReceiver 的 `handlerTimeoutMs`',
    },
    stayDone: (names: string) => ({
      en: `requeued, but these handlers have handled the event in a transaction and do not run again: ${names}; requeue(id, { again: true }) runs them again`,
      zh: `已重新入队，但以下处理函数已在事务中处理过该事件，不会再次执行：${names}；如需再次执行，请用 requeue(id, { again: true })`,
    }),
  },
  newerSchema: {
    message: (version: number, known: number) => ({
      en: `the tables of wehook have schema version ${version}, this release knows ${known}`,
      zh: `wehook 的表结构版本为 ${version}，当前版本的程序只支持到 ${known}`,
    }),
    hint: {
      en: 'install the release that created the tables, or a newer one',
      zh: '请安装创建这些表的版本或更新的版本',
    },
  },
  missingSchema: {
    notAllowed: (product: string) => ({
      en: `the tables of wehook in ${product} are missing or not complete, and \`migrate\` is false`,
      zh: `${product} 中 wehook 的表缺失或不完整，且 \`migrate\` 为 false`,
    }),
    denied: (product: string) => ({
      en: `the tables of wehook in ${product} are missing or not complete, and this database user may not create tables`,
      zh: `${product} 中 wehook 的表缺失或不完整，且该数据库用户没有建表权限`,
    }),
    hint: (dialect: string) => ({
      en: `run the SQL that \`npx wehook migrate --print ${dialect}\` prints, with the same prefix, as a user that may create tables`,
      zh: `用有建表权限的用户执行 \`npx wehook migrate --print ${dialect}\` 打印的 SQL（前缀保持一致）`,
    }),
  },
} as const satisfies TextTable
