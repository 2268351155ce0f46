export { type Diagnosis, diagnosePush, type RefusalCause } from './diagnose.js'
export { createEmitter, type Emitter } from './emitter.js'
export { errorRows, isWehookError, WehookError, type WehookErrorCode, type WehookErrorInit } from './errors.js'
export type { Bilingual } from './events/catalog.js'
export {
  describeEvent,
  describeStatus,
  type EventDescription,
  type FieldDescription,
  infoTypes,
  type ResultInfoType,
  type StatusField,
} from './events/describe.js'
export type {
  AuthorizationEvent,
  AuthorizationEvents,
  EventBase,
  EventIssue,
  InfoType,
  UnknownEvent,
} from './events/event.js'
export { type Delivery, type ReadablePush, readEvent } from './events/read.js'
export type { Advice, Outcome, RetryAfter, StatusEntry } from './events/status.js'
export { summarizeFailure } from './failure.js'
export type { BodyLimits, PushRequest, PushResponse } from './http/exchange.js'
export { parseQuery } from './http/exchange.js'
export type * from './inbox.js'
export { createMemoryInbox } from './memory-inbox.js'
export { createMemoryTokenStore } from './memory-tokens.js'
export type { Logger, ReceiverOptions } from './options.js'
export { type AesKey, createPlatform, decodeAesKey, type Platform, type PlatformOptions } from './platform.js'
export { type OpenedMessage, openMessage, sealMessage } from './push/cipher.js'
export { eventId, type OpenedPush, openPush, type PushBody, type QueryValues } from './push/open.js'
export { signPush, verifySignature } from './push/signature.js'
export { createReceiver, type Off, type Receiver } from './receiver.js'
export { defaultRetryDelaysMs, retryDelayMs, toLastError } from './retry-delay.js'
export { createSealer, type Sealer, type SealKey } from './seal.js'
export type { FailureSignal, PushSignal, Signals } from './signals.js'
export type { Fence, TokenRecord, TokenStore, TokenWrite } from './tokens.js'
export {
  type DocumentFault,
  type DocumentObject,
  type DocumentResult,
  type DocumentValue,
  readDocument,
  readGeneral as readGeneralDocument,
} from './xml.js'
