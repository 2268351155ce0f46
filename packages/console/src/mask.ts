/** Secret fields, which give access to anybody who has them. They are never shown. */
const secretField =
  /ticket|token|secret|auth_?code|authorizationcode(?!expired)|aes_?key|password|auth_url|authorize_url/i

/** Fields without personal data: WeChat's codes, times and type names. */
const openField =
  /^(appid|authorizerappid|componentappid|status|task_?status|apply_?status|ret|errcode|code_type|taskid|unique_id|audit_id|[a-z_]*time|[a-z_]*at|authorizationcodeexpiredtime|msg|event|infotype|type|count)$/i

export type Shown = 'open' | 'masked' | 'secret'

/** How a field of a payload is shown, by its name: a field that is not listed is treated as personal data. */
export function howToShow(field: string): Shown {
  if (secretField.test(field)) return 'secret'
  return openField.test(field) ? 'open' : 'masked'
}

/** The first character and dots: enough to recognize, too little to use. */
export function mask(value: string): string {
  const [first = ''] = value
  return value === '' ? '' : `${first}•••`
}
