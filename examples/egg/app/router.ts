import { mount } from '@wehook/koa'
import type { Application } from 'egg'
import { receiver, trials } from '../receiver.js'

export default ({ router }: Application): void => {
  router.all('/wechat/authorization', mount(receiver))
  router.get('/trials', (ctx) => {
    ctx.body = [...trials.values()]
  })
}
