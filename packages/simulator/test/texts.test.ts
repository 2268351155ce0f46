import { createSimulatedPlatform, sealPush } from '@wehook/simulator'
import { expect, it, onTestFinished } from 'vitest'
import { incompleteTexts } from '../../../test/support/texts.js'
import { texts as pageTexts } from '../src/page/texts.js'
import { texts } from '../src/texts.js'

it('every text is there in both languages', () => {
  expect(incompleteTexts(texts)).toEqual([])
  expect(incompleteTexts(pageTexts)).toEqual([])
})

it('an error says the same in Chinese', async () => {
  const platform = await createSimulatedPlatform({ tickets: false })
  onTestFinished(() => platform.close())
  await expect(platform.person.confirms('none')).rejects.toMatchObject({
    zh: expect.stringContaining('没有在等待的任务'),
  })
  const seal = () => sealPush(platform.receiverOptions, { infoType: 'authorised' } as never)
  expect(seal).toThrow(expect.objectContaining({ zh: expect.stringContaining("是不是 'authorized'？") }))
})
