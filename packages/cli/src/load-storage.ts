import { UsageError } from './command.js'

/**
 * Loads the package of a storage only when it is used, so that only the needed one must be installed.
 *
 * @throws UsageError that says what to install when it is absent.
 */
export async function loadStorage<Module>(name: string, importIt: () => Promise<Module>): Promise<Module> {
  try {
    return await importIt()
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message?: string }
    const isAbsent = (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message?.includes(name)
    if (!isAbsent) throw error
    throw new UsageError(
      `this storage needs ${name}, which is not installed: npm install wehook ${name}`,
      `此存储需要 ${name}，尚未安装：npm install wehook ${name}`,
    )
  }
}
