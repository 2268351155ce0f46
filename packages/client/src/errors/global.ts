import { type ErrorTable, hint, row, untilTaskEnds } from './row.js'

const renewed = hint(
  'the client renews a refused token once and repeats the call; a second refusal means that another program renews it too',
  '客户端会刷新被拒绝的令牌并重试一次；再次被拒绝说明另有程序也在刷新令牌',
)
const whitelist = hint(
  'add the address to 白名单IP地址列表 of the platform; an edit counts only after 全网发布',
  '请把该地址加入第三方平台的白名单IP地址列表；修改后须全网发布才生效',
)

/** 61063 to 61068 are one range: limit, blacklist, ID card or phone of the administrator. */
const administrator = row(
  '管理员受限（数量上限、黑名单、身份证或手机号），见 errmsg',
  'a limit of the administrator: number of accounts, blacklist, ID card or phone; errmsg says which',
  'correct-and-retry',
)

/** Codes that mean the same everywhere. A row in the table of an API replaces the one here. */
export const globalErrors: ErrorTable = {
  [-1]: row('系统繁忙，请稍候再试', 'WeChat is busy', 'retry'),
  40001: row('access_token 无效或不是最新的', 'the access token is invalid or not the latest', 'retry', {
    ...renewed,
  }),
  40005: row('文件类型无效', 'invalid file type', 'correct-and-retry'),
  40013: row('appid 无效', 'invalid appid', 'correct-and-retry', {
    ...hint('check componentAppId', '请检查 componentAppId'),
  }),
  40014: row('access_token 不合法', 'the access token is malformed or of the wrong kind', 'retry', { ...renewed }),
  40066: row('不合法的 url', 'WeChat has no API at this path', 'correct-and-retry', {
    ...hint('check the path of client.call', '请检查 client.call 的路径'),
  }),
  40125: row('appsecret 无效', 'invalid appsecret', 'correct-and-retry', {
    ...hint('check componentAppSecret', '请检查 componentAppSecret'),
  }),
  40164: row(
    '调用 IP 不在该帐号自己的白名单中',
    "the caller's address is not on the account's own list",
    'correct-and-retry',
    {
      ...hint(
        'this is the IP list of the account itself, not the one of the third-party platform (61004)',
        '这里指该帐号自己的 IP 白名单，不是第三方平台的白名单（61004）',
      ),
    },
  ),
  40170: row('参数 count 或 offset 无效', 'invalid offset or count', 'correct-and-retry', {
    ...hint('count is at most 500', 'count 最大为 500'),
  }),
  41001: row('缺少 access_token', 'the access token is missing', 'contact-wechat'),
  41004: row('缺少 appsecret', 'the appsecret is missing', 'correct-and-retry', {
    ...hint('check componentAppSecret', '请检查 componentAppSecret'),
  }),
  42001: row('access_token 已过期', 'the access token has expired', 'retry', { ...renewed }),
  42007: row(
    '用户修改微信密码，refresh_token 已失效',
    'the administrator changed the WeChat password; the refresh token is void',
    'give-up',
    {
      ...hint('ask the administrator to authorize the platform again', '请管理员重新授权'),
    },
  ),
  43002: row('需要 POST 请求', 'the call must be a POST', 'correct-and-retry'),
  44002: row('POST 数据为空', 'the body is empty', 'correct-and-retry'),
  45009: row('接口调用超过每日限额', 'the daily quota is used up', 'retry-later', {
    retryAfter: { hours: 24 },
    ...hint(
      "the quota is the authorizer's; clear_quota may be called ten times a month",
      '额度属于授权方；clear_quota 每月可调用 10 次',
    ),
  }),
  45011: row('接口调用太频繁', 'too many calls within a minute', 'retry-later', {
    ...hint('wait a minute and spread the calls', '请等待一分钟，并分散调用'),
  }),
  45035: row(
    '调用 IP 不在该帐号自己的白名单中',
    "the caller's address is not on the account's own list",
    'correct-and-retry',
    {
      ...hint(
        'this is the IP list of the account itself, not the one of the third-party platform (61004)',
        '这里指该帐号自己的 IP 白名单，不是第三方平台的白名单（61004）',
      ),
    },
  ),
  47001: row('POST 数据格式错误', 'the body is not what the API takes', 'correct-and-retry', {
    ...hint('some calls without parameters want no body at all', '有些无参数的接口要求不带请求体'),
  }),
  48001: row('没有该接口的权限', 'the API is not granted', 'correct-and-retry', {
    ...hint(
      'add the permission set to the platform and authorize again',
      '请为第三方平台勾选所需权限集，并让该帐号重新授权',
    ),
  }),
  48006: row('清零次数已达上限', 'the quota was cleared ten times this month', 'give-up'),
  61003: row('该帐号没有授权给第三方平台', 'the account has not authorized this platform', 'give-up', {
    ...hint('ask the administrator to authorize the platform again', '请管理员重新授权'),
  }),
  61004: row('调用 IP 未登记', "the caller's address is not registered with the platform", 'correct-and-retry', {
    ...whitelist,
  }),
  61005: row('component_verify_ticket 已过期', 'the ticket has expired', 'retry-later', {
    ...hint(
      'wait for the next ticket, up to ten minutes, or call component.startPushTicket()',
      '请等待下一次 ticket（最多 10 分钟），或调用 component.startPushTicket()',
    ),
  }),
  61006: row('component_verify_ticket 无效', 'the ticket is invalid', 'retry-later', {
    ...hint(
      'wait for the next ticket, up to ten minutes, or call component.startPushTicket()',
      '请等待下一次 ticket（最多 10 分钟），或调用 component.startPushTicket()',
    ),
  }),
  61007: row('第三方平台没有该接口的权限', 'the API is not granted to the platform', 'correct-and-retry', {
    ...hint(
      'add the permission set to the platform and have the account authorize it again',
      '请为第三方平台勾选所需权限集，并让该帐号重新授权',
    ),
  }),
  61009: row('授权码无效', 'the authorization code is invalid', 'correct-and-retry', {
    ...hint('pass the code whole, queryauthcode@@@ included', '请传入完整的授权码，包括 queryauthcode@@@'),
  }),
  61010: row('授权码已过期或已使用', 'the authorization code has expired or was used', 'give-up', {
    ...hint(
      'a change of the permission set brings an updateauthorized push with a new code',
      '变更权限集后，updateauthorized 推送会带来新的授权码',
    ),
  }),
  61011: row('component 无效', 'invalid component', 'correct-and-retry', {
    ...hint('componentAppId must be the appid of a third-party platform', 'componentAppId 须为第三方平台的 appid'),
  }),
  61014: row('必须使用 component_access_token', 'the API takes the component token', 'correct-and-retry', {
    ...hint("call it with token: 'component'", "请以 token: 'component' 调用"),
  }),
  61015: row('必须使用授权方的 access_token', "the API takes an authorizer's token", 'correct-and-retry', {
    ...hint('call it with token: { authorizer: appid }', '请以 token: { authorizer: appid } 调用'),
  }),
  61023: row('refresh_token 无效', 'the refresh token is invalid', 'give-up', {
    ...hint(
      'the authorizer list holds the valid one; if the account is not in it, it must authorize again',
      '授权方列表中有有效的 refresh_token；若列表中没有该帐号，须重新授权',
    ),
  }),
  61028: row('第三方平台未全网发布', 'the platform is not published', 'correct-and-retry', {
    ...hint('publish the platform (全网发布)', '请全网发布第三方平台'),
  }),
  61029: row('第三方平台需重新全网发布', 'the platform must be published again', 'correct-and-retry', {
    ...hint('publish the platform again (全网发布)', '请重新全网发布第三方平台'),
  }),
  61058: row('ticket 无效', 'invalid ticket (复用公众号注册)', 'retry-later', {
    ...hint('leave more than 5 s between two tries', '两次调用之间请间隔 5 秒以上'),
  }),
  61063: administrator,
  61064: administrator,
  61065: administrator,
  61066: administrator,
  61067: administrator,
  61068: administrator,
  61069: row('管理员身份证号不正确', "the administrator's ID number is wrong", 'correct-and-retry'),
  61070: row(
    '法人姓名与微信号不一致',
    'legal person, ID card and WeChat id do not belong together',
    'correct-and-retry',
    {
      ...hint(
        "the name must be that of the bank card bound to the person's WeChat",
        '姓名须与该微信号绑定的银行卡一致',
      ),
    },
  ),
  86004: row('无效微信号', 'invalid WeChat id', 'correct-and-retry', {
    ...hint('the 微信号 itself, not a phone or QQ number', '请填写微信号本身，不能使用手机号或 QQ 号'),
  }),
  86011: row('名称命中关键字', 'the name holds a forbidden word', 'correct-and-retry'),
  // The table of the new version is not known; in all others 89249 means this.
  89249: row('该主体已有任务执行中，距上次任务 24h 后再试', 'a task of this entity is running', 'wait', {
    taskState: 'running',

    ...untilTaskEnds,
  }),
  89250: row('未找到该任务', 'there is no such task', 'correct-and-retry', { taskState: 'not-found' }),
  91030: row('该微信号当天调用次数已达上限', 'five calls a day for one WeChat id are used up', 'retry-later', {
    retryAfter: { hours: 24 },
  }),
}
