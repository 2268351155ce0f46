import { createHash, randomBytes } from 'node:crypto'

/** Generates ids that never repeat; with a seed, the same ones in every run. */
export interface Ids {
  hex(length: number): string
  /** Letters, digits, - and _. */
  text(length: number): string
  digits(length: number): string
}

export function createIds(seed: string = randomBytes(16).toString('hex')): Ids {
  let count = 0
  function bytes(length: number): Buffer {
    const blocks: Buffer[] = []
    for (let have = 0; have < length; have += 32) {
      count += 1
      blocks.push(createHash('sha256').update(`${seed}:${count}`).digest())
    }
    return Buffer.concat(blocks).subarray(0, length)
  }
  return {
    hex: (length) => bytes(length).toString('hex').slice(0, length),
    text: (length) => bytes(length).toString('base64url').slice(0, length),
    digits: (length) => [...bytes(length)].map((byte) => byte % 10).join(''),
  }
}
