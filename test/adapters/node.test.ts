import { IncomingMessage } from 'node:http'
import { toNodeHandler } from '@wehook/core/node'
import { elsewhere, runAdapterContract, serveListener } from './adapter-suite.js'

runAdapterContract('node:http', {
  isNative: (native) => native instanceof IncomingMessage,
  start({ handler, path, isDrained }) {
    const handle = toNodeHandler(handler, { path })
    return serveListener(async (request, response) => {
      if (isDrained) for await (const _chunk of request.iterator({ destroyOnReturn: false }));
      await handle(request, response, () => {
        const isOurs = request.url === elsewhere
        response.writeHead(isOurs ? 200 : 404).end(isOurs ? 'elsewhere' : 'not found')
      })
    })
  },
})
