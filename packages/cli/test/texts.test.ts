import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

/** Strings of one call, without what is put into templates. */
function argumentsOf(text: string): readonly string[] {
  return text.match(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? []
}

test.each(files)('%s: every usage error and every pair of texts has Chinese', (file) => {
  const text = readFileSync(join(source, file), 'utf8')
  for (const [, call = ''] of text.matchAll(/new UsageError\(([\s\S]*?)\n? *\)\n/g)) {
    if (!call.includes("'") && !call.includes('`')) continue
    expect(
      argumentsOf(call).some((argument) => /[\u4e00-\u9fff]/.test(argument)),
      call,
    ).toBe(true)
  }
  const pairs = [...text.matchAll(/\bzh: ('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/g)]
  for (const [, zh = ''] of pairs) expect(zh).toMatch(/[\u4e00-\u9fff]|\$\{|App|success/)
})
