import * as z from 'zod/mini'

/** What a field means, in both languages. The generator of docs/events.md reads it; editors do not show it. */
export interface FieldNote {
  readonly kind: 'text' | 'integer' | 'time' | 'object' | 'list'
  readonly zh: string
  readonly en: string
}

export const fieldNotes = z.registry<FieldNote>()

/** Any text, exactly as it came: ids, codes and phones too, so that `00123` and `91000E12…` are not changed into numbers. May be empty. */
export const text = (zh: string, en: string) => z.string().register(fieldNotes, { kind: 'text', zh, en })

/** Text without which the event would be of no use: it must not be empty. */
export const identifier = (zh: string, en: string) =>
  z.string().check(z.minLength(1)).register(fieldNotes, { kind: 'text', zh, en })

/** A whole number. Bare, in CDATA or as JSON text, negative too. */
export const integer = (zh: string, en: string) => wholeNumber().register(fieldNotes, { kind: 'integer', zh, en })

/** An integer that is a moment, in unix seconds. */
export const time = (zh: string, en: string) => wholeNumber().register(fieldNotes, { kind: 'time', zh, en })

function wholeNumber() {
  return z.transform((input, context): number => {
    const value = typeof input === 'string' ? toInteger(input) : undefined
    if (value !== undefined) return value
    context.issues.push({ code: 'custom', input })
    return z.NEVER
  })
}

const integerText = /^-?[0-9]+$/

/** The integer that a text holds, white space around it allowed; undefined when it holds none that a number keeps exactly. */
export function toInteger(digits: string): number | undefined {
  const trimmed = digits.trim()
  if (!integerText.test(trimmed)) return undefined
  const value = Number(trimmed)
  // `+ 0` makes -0 a plain 0.
  return Number.isSafeInteger(value) ? value + 0 : undefined
}

/**
 * The fields of a document or of an element in it. Undocumented elements pass through, yet the type has no
 * index signature: a misspelt field must not compile.
 */
export const fields = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.looseObject(shape) as unknown as z.ZodMiniObject<Shape, z.core.$strip>

/** An element that holds elements. */
export const group = <Shape extends z.core.$ZodLooseShape>(zh: string, en: string, shape: Shape) =>
  fields(shape).register(fieldNotes, { kind: 'object', zh, en })

/** An element that may repeat: one or several, always an array in the payload. */
export const list = <Shape extends z.core.$ZodLooseShape>(zh: string, en: string, shape: Shape) =>
  z
    .pipe(
      z.transform((value: unknown) => (Array.isArray(value) ? value : [value])),
      z.array(fields(shape)),
    )
    .register(fieldNotes, { kind: 'list', zh, en })

/** A field that may be missing: then it is absent, not an empty string. */
export const optional = <Field extends z.core.$ZodType>(field: Field) => z.exactOptional(field)

/** A payload as handlers get it: frozen all the way down, so readonly all the way down. */
export type Immutable<T> = T extends object ? { readonly [Key in keyof T]: Immutable<T[Key]> } : T

export type PayloadOf<Schema extends z.core.$ZodType> = Immutable<z.output<Schema>>
