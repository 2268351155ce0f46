import * as z from 'zod/mini'
import { ApiInputError, type InputIssue } from '../errors/input-error.js'
import { toBilingual } from './bilingual.js'

/** The input, checked; ERR_API_INPUT with every field that broke a rule otherwise. */
export function checkInput<T>(api: string, schema: z.ZodMiniType<T>, input: unknown): T {
  const result = z.safeParse(schema, input, { reportInput: true })
  if (result.success) return result.data
  throw new ApiInputError(api, result.error.issues.flatMap(toInputIssues))
}

function toInputIssues(issue: z.core.$ZodIssue): readonly InputIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: toPath([...issue.path, key]),
      en: 'is not a field of this API',
      zh: '不是该接口的字段',
    }))
  }
  const missing = issue.code !== 'custom' && (issue.input === undefined || issue.input === null)
  const said = missing ? { en: 'is required', zh: '必填' } : toBilingual(issue.message)
  return [{ path: toPath(issue.path), ...(said ?? fallback[issue.code] ?? { en: 'is not valid', zh: '无效' }) }]
}

const fallback: Partial<Record<z.core.$ZodIssue['code'], { readonly en: string; readonly zh: string }>> = {
  invalid_type: { en: 'has the wrong type', zh: '类型错误' },
  invalid_value: { en: 'is not one of the allowed values', zh: '不在允许的取值之内' },
  invalid_union: { en: 'does not fit any allowed form', zh: '不符合任何允许的形式' },
}

function toPath(keys: readonly PropertyKey[]): string {
  return keys
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? String(key) : `.${String(key)}`))
    .join('')
}
