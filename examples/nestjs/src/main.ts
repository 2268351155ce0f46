import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { WechatModule } from './wechat.module.js'

// Nest's global body parser stays on.
const app = await NestFactory.create(WechatModule, { logger: ['warn', 'error'] })
const { PORT = 3000, GLOBAL_PREFIX = '' } = process.env
if (GLOBAL_PREFIX) app.setGlobalPrefix(GLOBAL_PREFIX)
app.enableShutdownHooks([], { useProcessExit: true })
await app.listen(PORT)
console.log(`授权事件接收 URL: ${await app.getUrl()}/wechat/authorization`)
