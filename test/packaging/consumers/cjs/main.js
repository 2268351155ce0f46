const mounts = {
  express: require('@wehook/express').mount,
  koa: require('@wehook/koa').mount,
  fastify: require('@wehook/fastify').mount,
}
const frameworks = { express: require('express'), fastify: require('fastify'), Koa: require('koa') }

require('./scenario.cjs')({
  client: require('@wehook/client'),
  core: require('@wehook/core'),
  ...require('@wehook/core/fetch'),
  ...require('@wehook/core/node'),
  mounts,
  redis: require('@wehook/redis'),
  sqlite: require('@wehook/sqlite'),
  testing: require('@wehook/testing'),
  frameworks,
})
