import type { Bilingual } from '@wehook/core'

/** What went wrong, and what to change. */
export interface Fault {
  readonly what: Bilingual
  readonly hint: Bilingual
}

const fault = (en: string, zh: string, hintEn: string, hintZh: string): Fault => ({
  what: { en, zh },
  hint: { en: hintEn, zh: hintZh },
})

const checkServer = [
  'check that Redis runs at this address; the storage reconnects automatically',
  '请检查该地址上的 Redis 是否在运行；存储会自动重连',
] as const

/** Why Redis cannot be used. */
export const faults = {
  wrongPassword: fault(
    'Redis refused the user name or the password (WRONGPASS)',
    'Redis 拒绝了用户名或密码（WRONGPASS）',
    'correct the password in `connection`; for an ACL user, give the user name too',
    '请更正 `connection` 中的密码；使用 ACL 用户时还需填写用户名',
  ),
  noPassword: fault(
    'Redis requires a password and none was given (NOAUTH)',
    'Redis 要求密码，但没有提供（NOAUTH）',
    'add the password to `connection`: redis://:PASSWORD@host:6379',
    '请在 `connection` 中加上密码：redis://:PASSWORD@host:6379',
  ),
  noDatabase: fault(
    'Redis refused to select the database number of `connection`',
    'Redis 拒绝选择 `connection` 中的数据库编号',
    'give a database number that this Redis has and that its user may select',
    '请填写该 Redis 存在、且当前用户有权选择的数据库编号',
  ),
  unknownHost: fault(
    'the host name of Redis is unknown',
    '无法解析 Redis 的主机名',
    'correct the host in `connection`, or check the DNS of this machine',
    '请更正 `connection` 中的主机名，或检查本机的 DNS',
  ),
  connectionRefused: fault(
    'no server listens at the address of Redis (connection refused)',
    'Redis 的地址上没有服务在监听（连接被拒绝）',
    ...checkServer,
  ),
  noSocketFile: fault(
    'the socket file of Redis does not exist, or this process may not open it',
    'Redis 的 socket 文件不存在或无权打开',
    ...checkServer,
  ),
  closedEarly: fault(
    'the server closed the connection before it answered, as a port that expects TLS does when the client does not use TLS',
    '服务器在应答前关闭了连接；客户端未使用 TLS 而端口要求 TLS 时会出现这种情况',
    'if the port expects TLS, use rediss:// instead of redis://',
    '如果该端口要求 TLS，请把 redis:// 改为 rediss://',
  ),
  noTlsAnswer: fault(
    'the server does not answer the TLS handshake, as a port without TLS does when the client uses TLS',
    '服务器不应答 TLS 握手；客户端使用 TLS 而端口未启用 TLS 时会出现这种情况',
    'if the port does not use TLS, use redis:// instead of rediss://',
    '如果该端口未启用 TLS，请把 rediss:// 改为 redis://',
  ),
  badCertificate: fault(
    'the TLS certificate of Redis is not trusted',
    'Redis 的 TLS 证书不受信任',
    'give the certificate authority: connection: { host, port, tls: { ca } }',
    '请提供签发证书的 CA：connection: { host, port, tls: { ca } }',
  ),
  noAnswer: fault('Redis does not answer in time', 'Redis 没有及时应答', ...checkServer),
  connectionLost: fault('the connection to Redis was lost', '与 Redis 的连接已断开', ...checkServer),
  closed: fault(
    'the storage is closed',
    '存储已关闭',
    'close the storage after the receiver and the client that use it',
    '请先关闭使用它的 receiver 和 client，再关闭存储',
  ),
  readOnly: fault(
    'this Redis is a replica and accepts no writes (READONLY)',
    '该 Redis 是只读副本，不接受写入（READONLY）',
    'after a failover the storage reconnects automatically; otherwise give the address of the primary',
    '主从切换后存储会自动重连；否则请填写主节点的地址',
  ),
  full: fault(
    'the memory of Redis is full (OOM, maxmemory)',
    'Redis 内存已满（OOM，达到 maxmemory）',
    'raise maxmemory or remove other data; pushes are accepted again automatically',
    '请调高 maxmemory 或清理其他数据；之后会自动恢复接收推送',
  ),
  loading: fault(
    'Redis is loading its data after a start (LOADING)',
    'Redis 启动后正在加载数据（LOADING）',
    'wait until it has loaded; the storage continues automatically',
    '请等待加载完成；存储会自动恢复',
  ),
  cannotPersist: fault(
    'Redis refuses writes because it cannot write to its disk (MISCONF)',
    'Redis 无法写入磁盘，因此拒绝写入（MISCONF）',
    'check the disk and the log of Redis; the storage continues automatically',
    '请检查 Redis 的磁盘和日志；存储会自动恢复',
  ),
  other: fault(
    'Redis answered with an error',
    'Redis 返回了错误',
    'see the cause, and check the state of Redis; the storage continues automatically',
    '请查看 cause 并检查 Redis 的状态；存储会自动恢复',
  ),
} as const satisfies Record<string, Fault>

/** The README has the exact line for the ACL. */
export function noPermission(commands: string): Fault {
  return fault(
    `the user of Redis lacks permissions that the storage needs (NOPERM): ${commands}`,
    `Redis 用户没有存储所需的权限（NOPERM）：${commands}`,
    'grant them with ACL SETUSER; the README of @wehook/redis has the line with the minimal permissions',
    '请用 ACL SETUSER 授权；@wehook/redis 的 README 给出了最小权限的完整命令',
  )
}

const acceptLoss: Bilingual = {
  en: 'or accept the loss with redisStorage({ allowVolatile: true })',
  zh: '或用 redisStorage({ allowVolatile: true }) 接受丢失的风险',
}

export const noAppendOnlyFile = fault(
  'this Redis is not durable: its append-only file is off, so a crash loses its data',
  '该 Redis 未开启持久化：未启用 AOF，崩溃会丢失数据',
  `configure Redis with appendonly yes and appendfsync always, ${acceptLoss.en}`,
  `请在 Redis 中配置 appendonly yes 和 appendfsync always，${acceptLoss.zh}`,
)

export function evicts(policy: string): Fault {
  return fault(
    `this Redis is not durable: its maxmemory-policy is ${policy}, so it evicts keys when memory is full`,
    `该 Redis 不能保证持久化：maxmemory-policy 为 ${policy}，内存不足时会淘汰数据`,
    `configure Redis with maxmemory-policy noeviction, ${acceptLoss.en}`,
    `请在 Redis 中配置 maxmemory-policy noeviction，${acceptLoss.zh}`,
  )
}

/** Warnings for an operator while the storage works. */
export const doubts = {
  appendOnlyUnknown: {
    en: 'Redis does not report whether its append-only file is on; ask its operator',
    zh: '无法得知 Redis 是否启用了 AOF；请向其运维方确认',
  },
  fsyncUnknown: {
    en: 'Redis does not report when it syncs its append-only file (appendfsync); ask its operator',
    zh: '无法得知 Redis 的 AOF 刷盘策略（appendfsync）；请向其运维方确认',
  },
  evictionUnknown: {
    en: 'Redis does not report whether it evicts keys (maxmemory-policy); ask its operator',
    zh: '无法得知 Redis 是否会淘汰数据（maxmemory-policy）；请向其运维方确认',
  },
  syncsRarely: (policy: string): Bilingual => ({
    en: `Redis syncs its append-only file by "${policy}", not "always": a crash may lose the last second or two of pushes`,
    zh: `Redis 的 AOF 刷盘策略是 "${policy}" 而不是 "always"：崩溃可能丢失最后一两秒的推送`,
  }),
} as const

export function invalidOption(name: string, expected: Bilingual): Fault {
  return fault(
    `redisStorage needs \`${name}\` to be ${expected.en}`,
    `redisStorage 的 \`${name}\` 应为${expected.zh}`,
    `change \`${name}\`, or leave it out where it has a default`,
    `请修改 \`${name}\`；有默认值的选项也可以省略`,
  )
}

export const expected = {
  connection: {
    en: 'a URL (redis://host:6379), ioredis options ({ host, port }), a client of ioredis, or a function that returns one: (settings) => new Cluster(nodes, { redisOptions: settings })',
    zh: ' URL（redis://host:6379）、ioredis 选项（{ host, port }）、ioredis 客户端，或返回客户端的函数：(settings) => new Cluster(nodes, { redisOptions: settings })',
  },
  text: { en: 'a text that is not empty', zh: '非空字符串' },
  language: { en: "'en' or 'zh'", zh: " 'en' 或 'zh'" },
  ms: (least: number): Bilingual => ({
    en: `a number of milliseconds, at least ${least}`,
    zh: `毫秒数，不小于 ${least}`,
  }),
} as const

export const keyPrefixGiven = fault(
  'redisStorage does not take `keyPrefix` in `connection`',
  'redisStorage 的 `connection` 不支持 `keyPrefix`',
  'use the option `prefix` of redisStorage, which is put before every key',
  '请改用 redisStorage 的 `prefix` 选项，它会加在每个键之前',
)

export const noClientReturned = fault(
  'the `connection` function of redisStorage returned no client of ioredis',
  'redisStorage 的 `connection` 函数没有返回 ioredis 客户端',
  'return new Redis(…) or new Cluster(…) from it, with the settings that it is given',
  '请在函数中返回 new Redis(…) 或 new Cluster(…)，并使用传入的 settings',
)
