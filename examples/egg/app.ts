import type { ILifecycleBoot } from 'egg'
import { receiver, storage } from './receiver.js'

export default class Boot implements ILifecycleBoot {
  async willReady(): Promise<void> {
    await receiver.start()
  }

  async beforeClose(): Promise<void> {
    await receiver.close()
    await storage.close()
  }
}
