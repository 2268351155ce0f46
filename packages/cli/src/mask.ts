/** Fields with which anybody could act in the name of a merchant, and fields with personal data. */
const masked: ReadonlySet<string> = new Set([
  'ComponentVerifyTicket',
  'AuthorizationCode',
  'PreAuthCode',
  'auth_code',
  'legal_persona_wechat',
  'legal_persona_name',
  'component_phone',
  'wxuser',
  'idname',
  'contact',
  'fromUserName',
  'OpenID',
  'OpenPID',
  'Content',
  'Recognition',
  'Label',
  'Location_X',
  'Location_Y',
])

/** A payload whose secrets and personal data are replaced by their length: it can be shown in a terminal, a ticket or a chat. */
export function maskPayload(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => maskPayload(item, name))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskPayload(inner, key)]))
  }
  return masked.has(name) && typeof value === 'string' ? maskText(value) : value
}

/** Keeps a prefix such as `ticket@@@`, which shows what it is. */
function maskText(text: string): string {
  if (text === '') return ''
  const prefix = /^[a-z]+@@@/.exec(text)?.[0] ?? ''
  return `${prefix}•••(${[...text].length - prefix.length})`
}
