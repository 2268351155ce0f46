import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { WechatModule } from './wechat.module.js'

// Nest's global body parser stays on.
const app = await NestFactory.create(WechatModule, { logger: ['warn', 'error'] })
app.enableShutdownHooks([], { useProcessExit: true })
await app.listen(process.env['PORT'] ?? 3000)
console.log(`授权事件接收 URL: ${await app.getUrl()}/wechat/authorization`)
