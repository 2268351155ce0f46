import { createCipheriv, randomBytes } from 'node:crypto'
import { stacklessError, WehookError } from '../errors.js'
import type { Bilingual } from '../language.js'
import { decipherBlocks } from './decipher.js'
import type { AesKey } from './platform.js'
import { pushTexts } from './texts.js'

const algorithm = 'aes-256-cbc'
const blockLength = 16
const randomLength = 16
/** The message's length in bytes, an unsigned 32-bit integer in network order. */
const lengthLength = 4
/** WeChat pads to blocks of 32 bytes, so a pad of 17 to 32 is legal although AES has blocks of 16. */
const padBlock = 32

/** The parts of a decrypted message. */
export interface OpenedMessage {
  readonly message: Buffer
  /** The appid that the message is for: the component's for every push of a third-party platform. */
  readonly receiveId: Buffer
  /** The 16 bytes that make equal messages look different. */
  readonly random: Buffer
}

/**
 * Decrypts the text of an `Encrypt` element. The receive id is returned and not compared: the caller compares it before it trusts the message.
 *
 * @see https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 * @throws ERR_DECRYPT_FAILED with WeChat's -40010 (base64), -40007 (cipher) or -40008 (pad, length). The answer to the caller must not tell which.
 */
export function openMessage(encrypt: string, key: AesKey): OpenedMessage {
  const plaintext = withoutPad(decrypt(decodeBase64(encrypt), key))
  if (plaintext.length < randomLength + lengthLength) {
    throw undecryptable(-40008, pushTexts.decrypt.tooShort)
  }
  const random = plaintext.subarray(0, randomLength)
  const length = plaintext.readUInt32BE(randomLength)
  const content = plaintext.subarray(randomLength + lengthLength)
  if (length > content.length) throw undecryptable(-40008, pushTexts.decrypt.length)
  return { message: content.subarray(0, length), receiveId: content.subarray(length), random }
}

/**
 * Encrypts `text` for `receiveId`, as WeChat does for pushes and as it expects replies: the inverse of {@link openMessage}.
 *
 * @param random 16 bytes; fresh ones unless a test pins them.
 * @returns base64, the text of an `Encrypt` element.
 */
export function sealMessage(
  text: string,
  receiveId: string,
  key: AesKey,
  random: Uint8Array = randomBytes(randomLength),
): string {
  if (random.length !== randomLength) {
    const { message, hint } = pushTexts.sealRandom
    throw new WehookError('ERR_OPTIONS_INVALID', message(random.length), { hint })
  }
  const body = Buffer.from(text)
  const length = Buffer.alloc(lengthLength)
  length.writeUInt32BE(body.length)
  const plaintext = withPad(Buffer.concat([random, length, body, Buffer.from(receiveId)]))
  const cipher = createCipheriv(algorithm, key.bytes, key.iv).setAutoPadding(false)
  return Buffer.concat([cipher.update(plaintext), cipher.final()]).toString('base64')
}

function decrypt(ciphertext: Buffer, key: AesKey): Buffer {
  if (ciphertext.length === 0 || ciphertext.length % blockLength !== 0) {
    throw undecryptable(-40007, pushTexts.decrypt.notBlocks(ciphertext.length))
  }
  return decipherBlocks(ciphertext, key)
}

/** Node's decoder skips characters that are not base64: a text with such characters decodes to fewer bytes than its length implies. */
function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (text.length % 4 !== 0 || bytes.length !== Buffer.byteLength(text, 'base64')) {
    throw undecryptable(-40010, pushTexts.decrypt.notBase64)
  }
  return bytes
}

function withPad(plaintext: Buffer): Buffer {
  const pad = padBlock - (plaintext.length % padBlock)
  return Buffer.concat([plaintext, Buffer.alloc(pad, pad)])
}

/** Every byte of the pad is checked. WeChat's own sample code treats a wrong pad as no pad, and so accepts a message whose end was forged. */
function withoutPad(padded: Buffer): Buffer {
  const pad = padded.at(-1) ?? 0
  if (pad < 1 || pad > padBlock || pad > padded.length) throw undecryptable(-40008, pushTexts.decrypt.padLength)
  const end = padded.length - pad
  for (const byte of padded.subarray(end)) {
    if (byte !== pad) throw undecryptable(-40008, pushTexts.decrypt.padByte)
  }
  return padded.subarray(0, end)
}

function undecryptable(wechatCode: number, message: Bilingual): WehookError {
  return stacklessError('ERR_DECRYPT_FAILED', message, { wechatCode, hint: pushTexts.decrypt.hint })
}
