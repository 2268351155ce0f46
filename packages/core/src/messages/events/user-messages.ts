import type * as z from 'zod/mini'
import { fields, optional, text } from '../../events/fields.js'

const mediaId = text('素材 id，可用临时素材接口下载', 'Media id, for the API that downloads it')

/**
 * What users send, by MsgType: the fields in addition to ToUserName, FromUserName, CreateTime, MsgType and MsgId.
 * https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/customer-message/receive.html
 */
export const userMessagePayloads = {
  text: fields({ Content: text('文本内容', 'The text') }),
  image: fields({ PicUrl: optional(text('图片链接', 'Link to the picture')), MediaId: optional(mediaId) }),
  voice: fields({
    MediaId: optional(mediaId),
    Format: optional(text('语音格式', 'Format of the recording')),
    Recognition: optional(text('语音识别结果', 'The recognized text, where recognition is on')),
  }),
  video: fields({
    MediaId: optional(mediaId),
    ThumbMediaId: optional(text('缩略图的素材 id', 'Media id of the thumbnail')),
  }),
  shortvideo: fields({
    MediaId: optional(mediaId),
    ThumbMediaId: optional(text('缩略图的素材 id', 'Media id of the thumbnail')),
  }),
  location: fields({
    Location_X: optional(text('纬度', 'Latitude')),
    Location_Y: optional(text('经度', 'Longitude')),
    Scale: optional(text('地图缩放大小', 'Zoom of the map')),
    Label: optional(text('地理位置信息', 'Name of the place')),
  }),
  link: fields({
    Title: optional(text('标题', 'Title')),
    Description: optional(text('描述', 'Description')),
    Url: optional(text('链接', 'Link')),
  }),
  miniprogrampage: fields({
    Title: optional(text('标题', 'Title')),
    AppId: optional(text('小程序 appid', 'Appid of the mini program')),
    PagePath: optional(text('小程序页面路径', 'Path of the page')),
    ThumbUrl: optional(text('封面图片的临时链接', 'Temporary link to the picture')),
    ThumbMediaId: optional(text('封面图片的素材 id', 'Media id of the picture')),
  }),
} as const satisfies Readonly<Record<string, z.ZodMiniObject>>

export type UserMessageType = keyof typeof userMessagePayloads
