import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { refusal, WehookError } from '../errors.js'
import type { AesKey } from './platform.js'

const ivLength = 16
const randomLength = 16
const lengthLength = 4
/** WeChat pads to blocks of 32 bytes, so a pad of 17 to 32 is legal though the cipher's own block is 16. PROTOCOL §0.2, §2.1. */
const padBlock = 32

/** What a sealed message holds. */
export interface OpenedMessage {
  readonly message: Buffer
  /** The appid that the message is for: the component's for every push of a third-party platform. */
  readonly receiveId: Buffer
  /** The 16 bytes that make equal messages look different. */
  readonly random: Buffer
}

/**
 * Opens the text of an `Encrypt` element, each step checked in PROTOCOL §2.1's order. The receive id is returned, not compared:
 * compare it before anything is believed.
 *
 * @throws ERR_DECRYPT_FAILED with WeChat's -40010 (base64), -40007 (cipher) or -40008 (pad, length). The answer to the caller must not tell which.
 */
export function openMessage(encrypt: string, key: AesKey): OpenedMessage {
  const { bytes, random, start, end, idEnd } = decryptMessage(encrypt, key)
  return {
    message: bytes.subarray(start, end),
    receiveId: bytes.subarray(end, idEnd),
    random: bytes.subarray(random, random + randomLength),
  }
}

/**
 * A plaintext and where its parts lie: 16 random bytes from `random` on, the message from `start` to `end`, the receive id from there
 * to `idEnd`.
 */
export interface Plaintext {
  readonly bytes: Buffer
  readonly random: number
  readonly start: number
  readonly end: number
  readonly idEnd: number
}

/** {@link openMessage} without a view of each part: a push needs none of them. */
export function decryptMessage(encrypt: string, key: AesKey): Plaintext {
  const bytes = decipherOf(key).update(decodeBehindIv(encrypt, key.iv))
  const random = ivLength
  const start = random + randomLength + lengthLength
  const idEnd = bytes.length - padLength(bytes)
  if (idEnd < start) throw undecryptable(-40008, 'the plaintext ends before its length field')
  const length = bytes.readUInt32BE(start - lengthLength)
  if (length > idEnd - start) throw undecryptable(-40008, 'the length field points past the end of the plaintext')
  return { bytes, random, start, end: start + length, idEnd }
}

/**
 * Seals `message` for `receiveId`, as WeChat does for pushes and as it expects replies: the inverse of {@link openMessage}.
 *
 * @param random 16 bytes; fresh ones unless a test pins them.
 * @returns base64, the text of an `Encrypt` element.
 */
export function sealMessage(
  message: string,
  receiveId: string,
  key: AesKey,
  random: Uint8Array = randomBytes(randomLength),
): string {
  if (random.length !== randomLength) {
    throw new WehookError(
      'ERR_OPTIONS_INVALID',
      `the random part has ${random.length} bytes, expected ${randomLength}`,
      {
        hint: 'leave it out, or pass 16 bytes',
      },
    )
  }
  const body = Buffer.from(message)
  const id = Buffer.from(receiveId)
  const length = Buffer.alloc(lengthLength)
  length.writeUInt32BE(body.length)
  const unpadded = randomLength + lengthLength + body.length + id.length
  const pad = padBlock - (unpadded % padBlock)
  const cipher = createCipheriv('aes-256-cbc', key.bytes, key.iv).setAutoPadding(false)
  return cipher.update(Buffer.concat([random, length, body, id, Buffer.alloc(pad, pad)])).toString('base64')
}

type Decipher = ReturnType<typeof createDecipheriv>

const deciphers = new WeakMap<AesKey, Decipher>()

/**
 * One decipher for all pushes of a key, for making one costs as much as using it. Without automatic padding `update` gives every block
 * back. CBC needs of what came before only the last block of ciphertext, and {@link decodeBehindIv} puts the IV there.
 */
function decipherOf(key: AesKey): Decipher {
  let decipher = deciphers.get(key)
  if (!decipher) {
    decipher = createDecipheriv('aes-256-cbc', key.bytes, key.iv).setAutoPadding(false)
    deciphers.set(key, decipher)
  }
  return decipher
}

/** Written anew by each push, which nothing can interrupt; a longer one gets a buffer of its own. */
const scratch = Buffer.alloc(8192)

/**
 * The IV and the ciphertext behind it. Node's decoder skips what it does not know; a text that decodes to less than its length promises
 * held such characters.
 */
function decodeBehindIv(text: string, iv: Buffer): Buffer {
  const pads = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const length = Math.floor(text.length / 4) * 3 - pads
  const end = ivLength + length
  const room = end <= scratch.length ? scratch : Buffer.alloc(end)
  if (text.length % 4 !== 0 || room.write(text, ivLength, 'base64') !== length) {
    throw undecryptable(-40010, 'Encrypt is not base64')
  }
  if (length === 0 || length % 16 !== 0) {
    throw undecryptable(-40007, `the ciphertext is ${length} bytes long, not a positive multiple of 16`)
  }
  iv.copy(room)
  return room.subarray(0, end)
}

/** Every byte of the pad is checked: WeChat's own sample reads a wrong pad as none, and so accepts forged ends. */
function padLength(plain: Buffer): number {
  const pad = plain[plain.length - 1] ?? 0
  if (pad < 1 || pad > padBlock || pad > plain.length) throw undecryptable(-40008, 'the pad is not 1 to 32 bytes long')
  for (let i = plain.length - pad; i < plain.length; i++) {
    if (plain[i] !== pad) throw undecryptable(-40008, 'a byte of the pad differs from its length')
  }
  return pad
}

function undecryptable(wechatCode: number, message: string): WehookError {
  return refusal('ERR_DECRYPT_FAILED', message, {
    wechatCode,
    hint: 'compare 消息加解密 Key in the console with `encodingAesKey`; while it is being changed pass [current, previous]',
  })
}
