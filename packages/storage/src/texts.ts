import type { TextTable } from '@wehook/core/storage'

/** The errors and warnings that all storages share. */
export const texts = {
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
} as const satisfies TextTable
