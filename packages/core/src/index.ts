export { type Closable, closeOn } from './close-on.js'
export type { AroundHooks } from './delivery/around.js'
export { createEmitter, type Emitter } from './delivery/emitter.js'
export { GiveUp, Retry } from './delivery/retry.js'
export type { FailureSignal, PushSignal, Signals } from './delivery/signals.js'
export type { Off, Subscribe } from './delivery/subscribe.js'
export {
  type ErrorText,
  errorRows,
  errorText,
  isWehookError,
  WehookError,
  type WehookErrorCode,
  type WehookErrorInit,
} from './errors.js'
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
export { type ReadablePush, type ReadOptions, readEvent } from './events/read.js'
export type { Advice, CodeMeaning, Outcome, RetryAfter, StatusEntry } from './events/status.js'
export type { HealthCheck, HealthFinding, HealthReport, HealthStatus } from './health/check.js'
export { createHealth, type Health, type HealthOptions } from './health/health.js'
export type { BodyBudget, BodyShare } from './http/budget.js'
export type { BodyLimits, PushRequest, PushResponse, RequestHandler } from './http/exchange.js'

export { parseQuery } from './http/exchange.js'
export type { Bilingual, Language } from './language.js'
export type { Logger } from './log.js'
export type { ReceiverOptions } from './options.js'
export { type OpenedMessage, openMessage, sealMessage } from './push/cipher.js'
export { type Diagnosis, diagnosePush, type RefusalCause } from './push/diagnose.js'
export { eventId, type OpenedPush, openPush, type PushBody, type QueryValues } from './push/open.js'
export { type AesKey, createPlatform, decodeAesKey, type Platform, type PlatformOptions } from './push/platform.js'
export { signPush, verifySignature } from './push/signature.js'
export { createReceiver, type Receiver } from './receiver.js'
export type { EntryState, Inbox, InboxCounts, StoredEntry } from './storage/inbox.js'
export { createMemoryInbox } from './storage/memory-inbox.js'
export { createMemoryTaskStore } from './storage/memory-tasks.js'
export { createMemoryTokenStore } from './storage/memory-tokens.js'
export type { SealKey } from './storage/seal.js'
export type { TaskStore } from './storage/tasks.js'
export type { TokenStore } from './storage/tokens.js'
export type { DocumentFault, DocumentObject, DocumentResult, DocumentValue } from './xml/document.js'
export { readGeneral as readGeneralDocument } from './xml/general.js'
export { readDocument } from './xml/read.js'
