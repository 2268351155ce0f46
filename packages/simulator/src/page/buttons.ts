import type { Bilingual } from '@wehook/core'
import type { StepOptions } from '../step-options.js'
import { type StepName, stepsOf } from '../steps.js'
import type { Task, TaskKind, TaskPhase } from '../task.js'

/** A button on the page of a link: one step, with the decision of the commercial register or WeChat. */
export interface TaskButton {
  readonly id: string
  readonly step: StepName
  readonly label: Bilingual
  readonly options?: StepOptions
}

interface Row extends TaskButton {
  readonly phase: TaskPhase
  /** Default: all kinds. */
  readonly kinds?: readonly TaskKind[]
}

const companies: readonly TaskKind[] = ['enterprise', 'enterprise-legacy']
const withFaceCheck: readonly TaskKind[] = [...companies, 'personal', 'conversion', 'certification']

const rows: readonly Row[] = [
  { phase: 'person', id: 'confirm', step: 'confirm', label: { en: 'Scan the face and confirm', zh: '扫脸并确认' } },
  {
    phase: 'person',
    id: 'deregistered',
    step: 'confirm',
    kinds: companies,
    label: { en: 'Confirm; the register says: deregistered (101)', zh: '确认，但工商数据返回“企业已注销”（101）' },
    options: { status: 101 },
  },
  {
    phase: 'person',
    id: 'other-name',
    step: 'confirm',
    kinds: companies,
    label: {
      en: 'Confirm; the register says: another legal person (103)',
      zh: '确认，但工商数据返回“法定代表人姓名不一致”（103）',
    },
    options: { status: 103 },
  },
  {
    phase: 'person',
    id: 'real-name',
    step: 'confirm',
    kinds: ['conversion'],
    label: { en: 'Real name does not match (100004)', zh: '实名信息与法人姓名不一致（100004）' },
    options: { status: 100004 },
  },
  {
    phase: 'person',
    id: 'fail',
    step: 'fail',
    kinds: withFaceCheck,
    label: { en: 'Fail the face check', zh: '人脸识别失败' },
  },
  { phase: 'person', id: 'refuse', step: 'refuse', label: { en: 'Refuse', zh: '拒绝' } },
  { phase: 'person', id: 'timeout', step: 'timeout', label: { en: 'Let 24 hours pass', zh: '24 小时不理会' } },
  {
    phase: 'administrator',
    id: 'confirm',
    step: 'confirm',
    label: { en: 'Administrator: confirm', zh: '管理员确认转正' },
  },
  { phase: 'administrator', id: 'refuse', step: 'refuse', label: { en: 'Administrator: refuse', zh: '管理员拒绝' } },
  {
    phase: 'administrator',
    id: 'timeout',
    step: 'timeout',
    label: { en: 'Administrator: let 24 hours pass', zh: '管理员 24 小时不理会' },
  },
  { phase: 'payment', id: 'confirm', step: 'confirm', label: { en: 'Pay the fee', zh: '支付认证费' } },
  { phase: 'review', id: 'confirm', step: 'confirm', label: { en: 'Reviewer: pass', zh: '审核通过' } },
  { phase: 'review', id: 'return', step: 'return', label: { en: 'Reviewer: return (打回重填)', zh: '打回重填' } },
  { phase: 'review', id: 'fail', step: 'fail', label: { en: 'Reviewer: fail permanently', zh: '认证最终失败' } },
]

/** The buttons that a link offers now, in the order in which they are shown. */
export function buttonsOf(task: Readonly<Task>): readonly TaskButton[] {
  const steps = stepsOf(task)
  return rows.filter(
    ({ phase, kinds, step }) =>
      phase === task.phase && (kinds?.includes(task.kind) ?? true) && steps[step] !== undefined,
  )
}
