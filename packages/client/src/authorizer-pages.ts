import type { AuthorizerListed, AuthorizerPage } from './answers.js'

const pageSize = 500

/** All authorizers, page by page: `readPage` gives 500 of them from an offset on. */
export async function* listAuthorizers(
  readPage: (page: { readonly offset: number; readonly count: number }) => Promise<AuthorizerPage>,
): AsyncGenerator<AuthorizerListed, void> {
  for (let offset = 0; ; offset += pageSize) {
    const page = await readPage({ offset, count: pageSize })
    yield* page.list
    if (page.list.length === 0 || offset + pageSize >= page.total_count) return
  }
}
