import { Inject, type MiddlewareConsumer, Module, type NestModule, type OnApplicationShutdown } from '@nestjs/common'
import { createReceiver, type Receiver } from '@wehook/core'
import { mount } from '@wehook/express'
import { sqliteStorage } from '@wehook/sqlite'
import { MerchantsModule } from './merchants.module.js'
import { MerchantsService } from './merchants.service.js'

const { WX_APPID = '', WX_TOKEN = '', WX_AES_KEY = '', WEHOOK_DB = 'data/wehook.db' } = process.env

const storage = sqliteStorage({ file: WEHOOK_DB })

/** Beside Nest's own modules: the receiver is a provider, its handlers call services, its middleware runs behind the body parser. */
@Module({
  imports: [MerchantsModule],
  providers: [
    {
      provide: 'RECEIVER',
      useFactory: () =>
        createReceiver({
          componentAppId: WX_APPID,
          token: WX_TOKEN,
          encodingAesKey: WX_AES_KEY,
          inbox: storage.inbox,
        }),
    },
  ],
})
export class WechatModule implements NestModule, OnApplicationShutdown {
  constructor(
    @Inject('RECEIVER') private readonly receiver: Receiver,
    @Inject(MerchantsService) private readonly merchants: MerchantsService,
  ) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(mount(this.receiver)).forRoutes('/wechat/authorization')
  }

  async onApplicationBootstrap(): Promise<void> {
    this.receiver.on('notify_third_fasteregister', (event) => {
      if (event.outcome === 'succeeded') return this.merchants.opened(event.id, event.payload.appid)
      return this.merchants.refused(event.id, event.status.zh)
    })
    await this.receiver.start()
  }

  async onApplicationShutdown(): Promise<void> {
    await this.receiver.close()
    await storage.close()
  }
}
