import type { TextTable } from '@wehook/core/storage'

/** The errors and warnings of the SQLite storage. */
export const texts = {
  libsqlMissing: {
    message: (platform: string) => ({
      en: `libsql cannot be loaded: it, or its binary for ${platform}, is not installed where this program runs`,
      zh: `无法加载 libsql：程序运行处未安装 libsql，或缺少 ${platform} 平台的二进制文件`,
    }),
    hint: {
      en: 'install on the platform that the program runs on (npm ci in the image, not a copied node_modules; without --omit=optional), keep libsql external when you bundle, or pass `open` with better-sqlite3',
      zh: '请在程序运行的平台上安装依赖（在镜像中执行 npm ci，不要拷贝 node_modules，也不要加 --omit=optional）；打包时将 libsql 设为 external；或用 `open` 传入 better-sqlite3',
    },
  },
  notDurable: {
    message: (file: string, settings: string) => ({
      en: `${file} cannot be made durable: ${settings}`,
      zh: `${file} 无法保证持久化：${settings}`,
    }),
    hint: {
      en: 'put the file on a local disk, and let `open` return a plain connection that is not read-only',
      zh: '请将文件放在本地磁盘上，并让 `open` 返回非只读的普通连接',
    },
  },
  notAPath: {
    message: (given: string) => ({
      en: `sqliteStorage needs the path of a file, not ${given}`,
      zh: `sqliteStorage 需要文件路径，而不是 ${given}`,
    }),
    hint: {
      en: 'give a path on a local disk, such as data/wehook.db; for tests without a file there is createMemoryInbox()',
      zh: '请给出本地磁盘上的路径，如 data/wehook.db；测试时可用 createMemoryInbox()，不需要文件',
    },
  },
  notWritable: {
    message: (code: string) => ({
      en: `the file of sqliteStorage cannot be opened for writing: ${code}`,
      zh: `sqliteStorage 的文件无法以写方式打开：${code}`,
    }),
    hint: {
      en: 'check that the directory exists on a writable disk and belongs to the user that runs the server',
      zh: '请确认目录位于可写磁盘上，且属于运行服务的用户',
    },
  },
  networkDisk: {
    message: (name: string) => ({
      en: `the file of sqliteStorage is on a network file system (${name})`,
      zh: `sqliteStorage 的文件位于网络文件系统（${name}）上`,
    }),
    hint: {
      en: 'put it on a local disk; for several machines use @wehook/redis',
      zh: '请放在本地磁盘上；多台机器请使用 @wehook/redis',
    },
  },
  mountedAlone: {
    message: (file: string) => ({
      en: `${file} is mounted alone, without its directory: its -wal, with the latest pushes, would be lost with the container`,
      zh: `${file} 是单独挂载的文件，所在目录没有挂载：含最新推送的 -wal 文件会随容器一起丢失`,
    }),
    hint: {
      en: 'mount the directory (-v /srv/wehook:/data) and give a file in it (/data/wehook.db)',
      zh: '请挂载目录（-v /srv/wehook:/data），并将 file 设为其中的文件（/data/wehook.db）',
    },
  },
  openToOthers: (paths: string) => ({
    en: `other users of this machine can read personal data and tokens; run: chmod 600 ${paths}`,
    zh: `本机其他用户可以读取其中的个人信息和令牌；请执行：chmod 600 ${paths}`,
  }),
  otherApplication: {
    message: (file: string) => ({
      en: `${file} is a database of another application`,
      zh: `${file} 是其他应用的数据库`,
    }),
    hint: { en: 'give sqliteStorage a file of its own', zh: '请为 sqliteStorage 使用单独的文件' },
  },
  newerSchema: {
    message: (file: string, version: number, known: number) => ({
      en: `${file} has schema version ${version}, this release of @wehook/sqlite knows ${known}`,
      zh: `${file} 的表结构版本为 ${version}，当前版本的 @wehook/sqlite 只支持到 ${known}`,
    }),
    hint: {
      en: 'install the release that wrote the file, or a newer one',
      zh: '请安装写入该文件的版本或更新的版本',
    },
  },
  option: {
    message: (name: string, expected: { readonly en: string; readonly zh: string }) => ({
      en: `sqliteStorage needs \`${name}\` to be ${expected.en}`,
      zh: `sqliteStorage 的 \`${name}\` 应为${expected.zh}`,
    }),
    hint: (name: string) => ({ en: `change \`${name}\``, zh: `请修改 \`${name}\`` }),
    path: { en: 'the path of a file', zh: '文件路径' },
  },
  backupOntoItself: {
    message: (path: string) => ({
      en: `${path} is the storage's own file, not a place for its backup`,
      zh: `${path} 是存储自身的文件，不能作为备份的位置`,
    }),
    hint: { en: 'give another path, best on another disk', zh: '请给出其他路径，最好在另一块磁盘上' },
  },
  actions: {
    open: { en: 'be opened', zh: '打开' },
    storePush: { en: 'store a push', zh: '保存推送' },
    list: { en: 'list entries', zh: '列出条目' },
    get: { en: 'read an entry', zh: '读取条目' },
    count: { en: 'count entries', zh: '统计条目' },
    requeue: { en: 'requeue entries', zh: '重新入队' },
    discard: { en: 'discard entries', zh: '丢弃条目' },
    deliver: { en: 'deliver', zh: '投递' },
    readToken: { en: 'read a token', zh: '读取令牌' },
    storeToken: { en: 'store a token', zh: '保存令牌' },
    removeToken: { en: 'remove a token', zh: '删除令牌' },
    takeLock: { en: 'take a lock', zh: '获取锁' },
    tasks: { en: 'read or store a task', zh: '读取或保存任务' },
    backUp: { en: 'be backed up', zh: '备份' },
  },
  fault: {
    message: (action: { readonly en: string; readonly zh: string }, name: string) => ({
      en: `the SQLite file could not ${action.en}: ${name}`,
      zh: `SQLite 文件无法${action.zh}：${name}`,
    }),
    busy: {
      en: 'another process holds the write lock for long: keep backups and shells from open transactions',
      zh: '其他进程长时间持有写锁：备份脚本和命令行工具不要保持事务打开',
    },
    full: {
      en: 'the disk is full: free space; service resumes automatically',
      zh: '磁盘已满：请清理空间，之后服务自动恢复',
    },
    readOnly: {
      en: 'the file or its file system is read-only: fix the mount or the owner; service resumes automatically',
      zh: '文件或文件系统为只读：请修复挂载或属主，之后服务自动恢复',
    },
    io: { en: 'the disk reports errors: look at the system log', zh: '磁盘报错：请查看系统日志' },
    cannotOpen: {
      en: 'the file cannot be reached: missing, not mounted or not writable for this user; service resumes automatically',
      zh: '无法访问文件：文件缺失、未挂载或当前用户不可写；恢复后服务自动恢复',
    },
    moved: {
      en: 'the file, its -wal or its -shm was removed, moved or replaced under the running server: put it back, or restart every process that has it open',
      zh: '服务运行期间，文件或其 -wal、-shm 被删除、移动或替换：请放回原处，或重启所有打开它的进程',
    },
    corrupt: { en: 'the file is damaged: restore the last backup', zh: '文件已损坏：请恢复最近的备份' },
    notADatabase: {
      en: 'the file is not an SQLite database: choose another path',
      zh: '该文件不是 SQLite 数据库：请换一个路径',
    },
    other: { en: 'look at the cause of this error', zh: '请查看该错误的 cause' },
  },
} as const satisfies TextTable
