export { closeOn } from './close-on.js'
export type { AroundHooks } from './delivery/around.js'
export { createEmitter, type Emitter } from './delivery/emitter.js'
export { GiveUp, Retry } from './delivery/retry.js'
export type { Signals } from './delivery/signals.js'
export type { Off } from './delivery/subscribe.js'
export { errorText, isWehookError, WehookError, type WehookErrorCode } from './errors.js'
export {
  describeEvent,
  describeStatus,
  type EventDescription,
  infoTypes,
  type ResultInfoType,
} from './events/describe.js'
export type {
  AuthorizationEvent,
  AuthorizationEvents,
  EventBase,
  EventIssue,
  InfoType,
  UnknownEvent,
} from './events/event.js'
export { readEvent } from './events/read.js'
export type { Advice, CodeMeaning, Outcome, RetryAfter, StatusEntry } from './events/status.js'
export type { HealthCheck, HealthFinding, HealthReport, HealthStatus } from './health/check.js'
export { createHealth, type Health, type HealthOptions } from './health/health.js'
export { type PushRequest, type PushResponse, parseQuery, type RequestHandler } from './http/exchange.js'
export type { Bilingual, Language } from './language.js'
export type { Logger } from './log.js'
export { describeMessageEvent, messageEventTypes } from './messages/describe.js'
export type { MessageEvent, MessageEvents, UserMessage } from './messages/event.js'
export type { MessageReceiverOptions } from './messages/options.js'
export { createMessageReceiver, type MessageReceiver, readMessageEvent } from './messages/receiver.js'
export type { Reply } from './messages/reply.js'
export type { ReceiverOptions } from './options.js'
export { openMessage, sealMessage } from './push/cipher.js'
export { diagnosePush } from './push/diagnose.js'
export { eventId, type OpenedPush, openPush } from './push/open.js'
export { createPlatform, type Platform, type PlatformOptions } from './push/platform.js'
export { signPush, verifySignature } from './push/signature.js'
export { createReceiver, type Receiver } from './receiver.js'
export type { Inbox, StoredEntry } from './storage/inbox.js'
export { createMemoryInbox } from './storage/memory-inbox.js'
export { createMemoryTaskStore } from './storage/memory-tasks.js'
export { createMemoryTokenStore } from './storage/memory-tokens.js'
export type { SealKey } from './storage/seal.js'
export type { TaskStore } from './storage/tasks.js'
export type { TokenStore } from './storage/tokens.js'
export { readGeneral as readGeneralDocument } from './xml/general.js'
export { readDocument } from './xml/read.js'
