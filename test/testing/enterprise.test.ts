import { describe, expect, it } from 'vitest'
import { createScene, type Scene } from './scene.js'

async function post(scene: Pick<Scene, 'platform'>, path: string, body: object) {
  const response = await fetch(`${scene.platform.baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await response.json()) as Record<string, unknown>
}

describe('an enterprise registration', () => {
  it('has a status when it is asked for, not when it is made', async () => {
    const { client } = await createScene()
    const made = await client.registration.enterprise.create({
      name: '示例公司',
      code: '91000000MA0000000N',
      component_phone: '000',
    })
    expect(Object.keys(made).toSorted()).toEqual(['authorize_url', 'taskid'])
    expect(await client.registration.enterprise.query({ taskid: made.taskid })).toMatchObject({ status: 1 })
  })
})

describe('the old versions of current paths', () => {
  const old = {
    name: '示例公司',
    code: '91000000MA0000000N',
    code_type: 1,
    legal_persona_openid: 'o-sample',
    legal_persona_name: '张三',
  }

  it.each([
    ['2026-04-30', 0],
    [undefined, -1],
  ] as const)('before %s answer %i', async (before, errcode) => {
    const scene = await createScene(before ? { before } : {})
    const token = await scene.client.component.accessToken()
    const path = `/wxa/component/fastregisterenterpriseweapp?action=create&access_token=${token}`
    expect(await post(scene, path, old)).toMatchObject({ errcode })
  })
})
