import type { TextTable } from '@wehook/core/storage'

/** What the SQL storages say of what is common to MySQL and PostgreSQL. `product` is the database's name. */
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
  duration: {
    message: (option: string, least: number) => ({
      en: `\`${option}\` must be a number of milliseconds, at least ${least}`,
      zh: `\`${option}\` 应为毫秒数，且不小于 ${least}`,
    }),
    hint: (option: string) => ({
      en: `change \`${option}\`, or leave it out where it has a default`,
      zh: `请修改 \`${option}\`；有默认值时也可以省略`,
    }),
  },
  fault: {
    message: (product: string, action: { readonly en: string; readonly zh: string }, name: string) => ({
      en: `${product} could not ${action.en}: ${name}`,
      zh: `${product} 无法${action.zh}：${name}`,
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
    takeLock: { en: 'take a lock', zh: '获取锁' },
  },
  newerSchema: {
    message: (version: number, known: number) => ({
      en: `the tables of wehook have schema version ${version}, this release knows ${known}`,
      zh: `wehook 的表结构版本为 ${version}，当前版本的程序只支持到 ${known}`,
    }),
    hint: {
      en: 'install the release that made the tables, or a newer one',
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
