import { type Context, UsageError } from '../command.js'

/** Reads the named file; without one, or for `-`, standard input. A curl command may also be given as arguments. */
export async function readInput(positionals: readonly string[], { io, say }: Context): Promise<string> {
  const [path, ...more] = positionals
  if (path?.startsWith('curl ')) return path
  if (more.length > 0)
    throw new UsageError(
      'one file at a time; quote a curl command, or pipe it to standard input',
      '一次只能读一个文件；curl 命令请加引号，或用管道输入',
    )
  if (path === undefined || path === '-') {
    if (io.isInteractive) {
      io.err(
        say({ zh: '请粘贴捕获的请求，以 Ctrl-D 结束：', en: 'Paste the captured request and end it with Ctrl-D:' }),
      )
    }
    return io.stdin()
  }
  try {
    return io.readFile(path)
  } catch {
    throw new UsageError(`cannot read ${path}`, `无法读取 ${path}`)
  }
}
