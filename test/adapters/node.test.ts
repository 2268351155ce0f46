import { toNodeHandler } from '@wehook/core/node'
import { elsewhere, runAdapterContract, serveListener } from './adapter-suite.js'

runAdapterContract('node:http', {
  start({ receiver, path, isDrained }) {
    const handle = toNodeHandler(receiver, { path })
    return serveListener(async (request, response) => {
      if (isDrained) for await (const _chunk of request.iterator({ destroyOnReturn: false }));
      await handle(request, response, () => {
        const isOurs = request.url === elsewhere
        response.writeHead(isOurs ? 200 : 404).end(isOurs ? 'elsewhere' : 'not found')
      })
    })
  },
})
