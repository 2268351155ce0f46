import { say } from './bilingual.js'

/** What `code` means: 1 统一社会信用代码, 2 组织机构代码, 3 营业执照注册号. */
export type CodeType = 1 | 2 | 3

// GB 32100-2015: no I, O, S, V, Z; the weights are the powers of 3 modulo 31.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Is this a 统一社会信用代码: 18 characters of its alphabet, the last one the check character of the others? */
export function isSocialCreditCode(code: string): boolean {
  return hasCreditAlphabet(code) && toCheckCharacter(code) === code[17]
}

/** The 18th character that belongs to the first 17 of a 统一社会信用代码. */
function toCheckCharacter(code: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * alphabet.indexOf(code.charAt(at)), 0)
  return alphabet.charAt((31 - (sum % 31)) % 31)
}

function hasCreditAlphabet(code: string): boolean {
  return code.length === 18 && [...code].every((character) => alphabet.includes(character))
}

/** What is wrong with a company code, as a two-language message; `undefined` when nothing is. */
export function companyCodeFault(code: string, codeType: CodeType): string | undefined {
  return faults[codeType](code)
}

const faults: Readonly<Record<CodeType, (code: string) => string | undefined>> = {
  1: (code) => {
    if (code.length !== 18) return say('must have 18 characters (统一社会信用代码)', '统一社会信用代码须为 18 位')
    if (!hasCreditAlphabet(code)) {
      return say(
        'must hold digits and capital letters except I, O, S, V, Z',
        '只能包含数字和除 I、O、S、V、Z 外的大写字母',
      )
    }
    return isSocialCreditCode(code)
      ? undefined
      : say('has a wrong check character: look for a typing error', '校验码不正确，请检查是否有误')
  },
  2: (code) =>
    /^[0-9A-Z]{8}-?[0-9A-Z]$/.test(code)
      ? undefined
      : say('must have 9 characters, as xxxxxxxx-x (组织机构代码)', '组织机构代码须为 9 位，形如 xxxxxxxx-x'),
  3: (code) =>
    /^\d{15}$/.test(code) ? undefined : say('must have 15 digits (营业执照注册号)', '营业执照注册号须为 15 位数字'),
}
