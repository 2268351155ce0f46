import type { Bilingual } from '@wehook/core'

/** An error whose `message` is English and whose `zh`, not enumerable, is the same in Chinese. */
export type BilingualError<E extends Error = Error> = E & { readonly zh: string }

/** The error for invalid use: an option, a field or a value that does not exist. */
export function misuse({ en, zh }: Bilingual): BilingualError<TypeError> {
  return Object.defineProperty(new TypeError(en), 'zh', { value: zh }) as BilingualError<TypeError>
}

/** The error for a step that is not possible now. */
export function impossible({ en, zh }: Bilingual): BilingualError {
  return Object.defineProperty(new Error(en), 'zh', { value: zh }) as BilingualError
}
