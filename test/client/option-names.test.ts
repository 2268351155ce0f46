import { type CallOptions, createClient } from '@wehook/client'
import { createSimulatedPlatform } from '@wehook/testing'
import { expect, it, onTestFinished } from 'vitest'

const misspelt = { timeoutMS: 10 } as CallOptions

it.each([
  ['component.accessToken', (client: Client) => client.component.accessToken(misspelt)],
  [
    'component.queryAuth',
    (client: Client) => client.component.queryAuth({ authorization_code: 'queryauthcode@@@invented' }, misspelt),
  ],
  [
    'component.authorizationUrl',
    (client: Client) =>
      client.component.authorizationUrl(
        { redirect_uri: 'https://example.com/back', pre_auth_code: 'preauthcode@@@invented', device: 'desktop' },
        misspelt,
      ),
  ],
  ['client.call', (client: Client) => client.call('/wxa/invented', { token: 'component', ...misspelt })],
  ['component.preAuthCode', (client: Client) => client.component.preAuthCode(misspelt)],
  ['component.authorizerToken', (client: Client) => client.authorizer('wx0123456789abcdef').accessToken(misspelt)],
] as const)('%s refuses an option with a typo and calls nobody', async (name, call) => {
  const platform = await createSimulatedPlatform({ tickets: false })
  onTestFinished(() => platform.close())
  const client = createClient({ ...platform.clientOptions, logger: false })
  await expect(call(client)).rejects.toMatchObject({
    code: 'ERR_OPTIONS_INVALID',
    message: expect.stringContaining('timeoutMS'),
  })
  expect(platform.calls, name).toEqual([])
})

type Client = ReturnType<typeof createClient>
