import type { DocumentObject } from '../xml/document.js'
import type { Catalog } from './catalog.js'
import type { EventDefinition } from './define.js'
import type { PayloadOf } from './fields.js'
import type { StatusEntry, StatusOf } from './status.js'

/** Something in a push that is not as it should be. Holds no value of the document. */
export interface EventIssue {
  /** The field, from the root: `info.code_type`, `list[1].apply_time`. Empty for the document itself. */
  readonly path: string
  readonly message: string
  /** Counts from 1; for a text that is not well-formed. */
  readonly line?: number
  /** What to do about it. */
  readonly hint?: string
}

/** What every event has. Deeply frozen. */
export interface EventBase {
  /** Every repeat of a push has the same id, although it is encrypted differently: make handlers idempotent by it. */
  readonly id: string
  /** The platform (第三方平台) that the push was opened for. */
  readonly componentAppId: string
  /** WeChat's CreateTime; the timestamp of the push when CreateTime cannot be read. */
  readonly createdAt: Date
  readonly receivedAt: Date
  /** 1 for the first delivery to the handlers. */
  readonly attempt: number
  /** The decrypted document as it came. */
  readonly xml: string
  /** Optional fields that did not match their type and were left out of payload; for an unknown event, why it is unknown. */
  readonly issues: readonly EventIssue[]
}

interface Typed<Type extends string, Payload> extends EventBase {
  /** The wire InfoType. */
  readonly infoType: Type
  /** WeChat's fields under WeChat's names; undocumented ones are kept too, untyped. AppId, CreateTime and InfoType are properties of the event. */
  readonly payload: Payload
}

/** Delivered for whatever has no type: an InfoType without a definition, a required field that does not match its type, a malformed document. */
export interface UnknownEvent extends Typed<'unknown', DocumentObject> {
  /** The InfoType on the wire, as far as there is one. */
  readonly wireInfoType?: string
}

/** The InfoTypes that have a type. */
export type InfoType = keyof Catalog

type StatusesOf<Definition> = Definition extends { readonly statuses: infer Statuses } ? Statuses : never
type DecidingField<Definition> = Definition extends { readonly decidedBy: infer DecidedBy }
  ? DecidedBy extends (payload: never) => infer Field
    ? Field
    : DecidedBy
  : never
type DecidingStatus<Definition> = StatusOf<
  StatusesOf<Definition>,
  DecidingField<Definition> & keyof StatusesOf<Definition> & string
>

type Needed<Definition> = Definition extends { readonly needs: readonly (infer Name)[] } ? Name : never
type Succeeded<Definition, Payload> = Payload & {
  readonly [Name in Needed<Definition> & keyof Payload]-?: NonNullable<Payload[Name]>
}

/** One member per outcome, so that `outcome` narrows status and payload. */
type ByOutcome<Status extends StatusEntry, Failure, Success> = {
  [O in Status['outcome']]: {
    readonly outcome: O
    readonly status: Extract<Status, { readonly outcome: O }>
    readonly payload: O extends 'succeeded' ? Success : Failure
  }
}[Status['outcome']]

type Decided<Definition, Payload> = ByOutcome<DecidingStatus<Definition>, Payload, Succeeded<Definition, Payload>>

/** An event that is itself the result. */
type Resulting<Definition> = Definition extends { readonly result: infer Result extends { readonly outcome: unknown } }
  ? { readonly outcome: Result['outcome']; readonly status: StatusEntry & Result }
  : unknown

/** What a definition reads out of the payload. */
type Derived<Definition> = Definition extends { readonly derive: (payload: never) => infer More }
  ? Readonly<More>
  : unknown

type Values<T> = T extends unknown ? T[keyof T] : never
type Next<Definition> = Definition extends { readonly next: infer Calls }
  ? {
      /** WeChat's calls that come next, in order; empty when there is nothing to call. */
      readonly next: readonly (Values<Values<Calls>> & readonly string[])[number][]
    }
  : unknown

type Item<Definition, Payload> = Definition extends { readonly items: infer List extends keyof Payload }
  ? Payload[List] extends readonly (infer Element)[]
    ? Decided<Definition, Element>
    : never
  : never

/** The type of the events of a definition. */
export type EventOf<
  Type extends string,
  Definition extends EventDefinition,
  Payload = PayloadOf<Definition['payload']>,
> = Derived<Definition> & Shape<Type, Definition, Payload>

type Shape<Type extends string, Definition, Payload> = Definition extends { readonly items: string }
  ? Typed<Type, Payload> & {
      /** One per element of the list, each with its own outcome. */
      readonly items: readonly Item<Definition, Payload>[]
    }
  : Definition extends { readonly decidedBy: unknown }
    ? Typed<Type, Payload> & Decided<Definition, Payload> & Next<Definition>
    : Typed<Type, Payload> & Resulting<Definition>

/** Event types by InfoType, `unknown` among them: the map of the emitter. */
export type AuthorizationEvents = { [Type in InfoType]: EventOf<Type, Catalog[Type]> } & { unknown: UnknownEvent }

/** An event of an InfoType that has a type. Narrow it by `infoType`, then by `outcome`. */
export type AuthorizationEvent = AuthorizationEvents[InfoType]
