import { adviceText, type Task } from '@wehook/tasks'
import { renderSVG } from 'uqr'

const kindNames: Readonly<Record<Task['kind'], string>> = {
  'registration.enterprise': '快速注册企业小程序',
  'registration.personal': '快速注册个人小程序',
  'registration.beta': '创建试用小程序',
  'registration.enterpriseLegacy': '快速注册企业小程序（旧接口）',
  'registration.unknown': '快速注册小程序',
  'beta.conversion': '试用小程序转正',
  certification: '小程序认证',
}

const outcomeNames: Readonly<Record<Task['outcome'], string>> = {
  pending: '进行中',
  succeeded: '成功',
  failed: '失败',
  returned: '打回',
  undetermined: '待确认',
}

interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  /** WeChat's names of the field, in the inputs of its APIs. */
  readonly wechat: readonly string[]
}

const company: readonly Field[] = [
  { name: 'name', label: '企业名称', value: '样例科技有限公司', wechat: ['name', 'enterprise_name'] },
  { name: 'code', label: '统一社会信用代码', value: '91440300MA5XXXXX9U', wechat: ['code'] },
  { name: 'phone', label: '联系电话', value: '0755-00000000', wechat: ['component_phone'] },
]
const trial: readonly Field[] = [
  { name: 'trialName', label: '小程序名称', value: '样例试用', wechat: ['name'] },
  { name: 'openid', label: '用户的 openid', value: 'oSAMPLE00000000000000000000', wechat: ['openid'] },
]
const application: readonly Field[] = [
  { name: 'accountName', label: '账号名称', value: '样例小程序', wechat: ['account_name'] },
  { name: 'contact', label: '联系人', value: '联系人', wechat: ['contact_info'] },
  { name: 'email', label: '邮箱', value: 'contact@example.com', wechat: ['contact_info'] },
  { name: 'phone', label: '联系电话', value: '0755-00000000', wechat: ['third_party_phone'] },
]

export function homePage(): string {
  const merchant = `m-${Date.now().toString(36)}`
  return page(
    '小服务商',
    `<p>商家 ${merchant}</p>${form(merchant, 'register', '注册企业小程序', company)}${form(merchant, 'trial', '创建试用小程序', trial)}`,
  )
}

export function merchantPage(merchant: string, tasks: readonly Task[], fault?: string): string {
  const [latest] = tasks
  const isMoving = latest !== undefined && latest.closedAt === undefined && latest.outcome !== 'returned' && !fault
  const said = fault === undefined ? '' : `<p class="fault">${escapeHtml(fault)}</p>`
  const body = tasks.map((task, place) => taskCard(task, place === 0)).join('')
  return page(`商家 ${merchant}`, `${said}${body || '<p>还没有任务</p>'}<p><a href="/">返回</a></p>`, isMoving)
}

function taskCard(task: Task, isLatest: boolean): string {
  const { link, expiresAt, status, reason, next, outcome } = task
  const lines = [
    task.appid === undefined ? '' : `appid ${task.appid}`,
    status === undefined ? '' : status.zh,
    reason === undefined ? '' : `原因：${reason}`,
    outcome === 'pending' ? '' : adviceText(task.advice, 'zh'),
    next.merchant === undefined ? '' : `下一步：${next.merchant.zh}`,
    link === undefined || expiresAt === undefined ? '' : `有效期至 ${expiresAt.toLocaleString('zh-CN')}`,
  ]
  const code = link ? `<a href="${escapeHtml(link.url)}" target="_blank" class="code">${renderSVG(link.url)}</a>` : ''
  const text = lines.filter((line) => line !== '').map((line) => `<p>${escapeHtml(line)}</p>`)
  return `<article class="${outcome}"><h2>${kindNames[task.kind]}：${outcomeNames[outcome]}</h2>${code}${text.join('')}${isLatest ? nextForm(task) : ''}</article>`
}

/** The form of what comes next; fields that WeChat's status concerns are marked. */
function nextForm(task: Task): string {
  const { reference, kind, outcome, appid = '' } = task
  const marked = task.status?.fields ?? []
  const hidden = `<input type="hidden" name="appid" value="${escapeHtml(appid)}">`
  if (kind === 'registration.beta' && outcome === 'succeeded')
    return form(reference, 'convert', '转正', company, [], hidden)
  if (outcome === 'succeeded' && kind !== 'certification')
    return form(reference, 'certify', '申请认证', application, [], hidden)
  if (outcome === 'returned') return form(reference, 'correct', '修改后重新提交', application, marked, hidden)
  if (outcome !== 'failed') return ''
  if (kind === 'registration.beta') return form(reference, 'trial', '再次创建', trial, marked)
  if (kind === 'beta.conversion') return form(reference, 'convert', '再次转正', company, marked, hidden)
  if (kind === 'certification') return form(reference, 'certify', '再次申请', application, marked, hidden)
  return form(reference, 'register', '再次注册', company, marked)
}

function form(
  merchant: string,
  action: string,
  label: string,
  fields: readonly Field[],
  marked: readonly string[] = [],
  hidden = '',
) {
  const inputs = fields.map(({ name, label: text, value, wechat }) => {
    const isMarked = marked.some((field) => wechat.includes(field.split('.')[0] ?? field))
    return `<label${isMarked ? ' class="marked"' : ''}>${text}<input name="${name}" value="${value}" required></label>`
  })
  return `<form method="post" action="/merchants/${encodeURIComponent(merchant)}/${action}">${hidden}${inputs.join('')}<button>${label}</button></form>`
}

const style = `body{font:16px/1.6 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}article,form{border:1px solid #ccc;border-radius:.5rem;padding:1rem;margin:1rem 0}
article.succeeded{border-color:#07c160}article.failed,article.returned,.fault{border-color:#fa5151;color:#b00020}label{display:block}label.marked{color:#b00020}input{width:100%;font:inherit}.code svg{width:12rem}`

function page(title: string, body: string, isMoving = false): string {
  const refresh = isMoving ? '<meta http-equiv="refresh" content="2">' : ''
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8">${refresh}<title>${escapeHtml(title)}</title><style>${style}</style><h1>${escapeHtml(title)}</h1>${body}</html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
