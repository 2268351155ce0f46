import { Controller, Get, Inject, Module } from '@nestjs/common'
import { MerchantsService } from './merchants.service.js'

@Controller('merchants')
class MerchantsController {
  constructor(@Inject(MerchantsService) private readonly merchants: MerchantsService) {}

  @Get()
  list(): readonly string[] {
    return this.merchants.list()
  }
}

@Module({ controllers: [MerchantsController], providers: [MerchantsService], exports: [MerchantsService] })
export class MerchantsModule {}
