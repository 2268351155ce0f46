/** What a suite needs of the machine: absent, it is skipped with the reason printed; with CI=true it fails, for nobody would notice. */
export function requireOrSkip(what: string, isThere: boolean): boolean {
  if (!isThere && process.env['CI'] === 'true') throw new Error(`this machine lacks ${what}`)
  if (!isThere) console.warn(`skipped: this machine lacks ${what}`)
  return isThere
}
