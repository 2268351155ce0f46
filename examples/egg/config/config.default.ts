import type { EggAppConfig, PowerPartial } from 'egg'

export default {
  keys: process.env['COOKIE_KEYS'] ?? 'change-me',
  // Without this line Egg answers every push 403 before wehook is asked.
  security: { csrf: { ignore: '/wechat/authorization' } },
} satisfies PowerPartial<EggAppConfig>
