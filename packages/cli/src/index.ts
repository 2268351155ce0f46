export type { ExitCode } from './command.js'
export { type Io, processIo } from './io.js'
export { runWehook } from './run.js'
