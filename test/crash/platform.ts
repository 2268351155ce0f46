/** An invented platform that the load and every process of the campaign share. */
export const platform = {
  componentAppId: 'wx0123456789abcdef',
  token: 'crashcampaign',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
} as const

export const path = '/wechat/authorization'

/** Deliveries at once in each process that delivers. */
export const concurrency = 8
