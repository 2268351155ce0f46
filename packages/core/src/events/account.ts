/** WeChat's names for the appid of the account that a push is about. */
const names = ['AuthorizerAppid', 'appid', 'authorizer_appid', 'verify_appid'] as const

/** The appid of the account that an event is about; undefined where it names none, or a list of several. */
export function accountOf({ payload }: { readonly payload: object }): string | undefined {
  const { list } = payload as { readonly list?: unknown }
  const holder: object = Array.isArray(list) && list.length === 1 ? list[0] : payload
  const fields = holder as Readonly<Record<string, unknown>>
  const value = names.map((name) => fields[name]).find((field) => typeof field === 'string' && field !== '')
  return value as string | undefined
}
