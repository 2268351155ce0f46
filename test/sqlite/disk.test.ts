import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPlatform, openPush } from '@wehook/core'
import { sqliteStorage } from '@wehook/sqlite'
import type { SealedPush } from '@wehook/testing'
import Libsql from 'libsql'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { platform, post, startPushServer, ticketPush } from '../support/push-server.js'
import { requireOrSkip } from '../support/requirement.js'
import { canMount, canMountDisk, mountDisk, mountTmpfs, type Volume } from '../support/volume.js'

const volumes: Volume[] = []

function mount<V extends Volume>(make: () => V): V {
  const volume = make()
  volumes.push(volume)
  return volume
}

afterEach(() => {
  for (const volume of volumes.splice(0)) volume.remove()
})

const isRefused = (answer: string) => answer.startsWith('503') && !answer.includes('success')
const idOf = (push: SealedPush) => openPush({ query: push.query, body: push.body }, [createPlatform(platform)]).id

/** Writes until nothing more fits. */
function fill(path: string): void {
  for (const size of [1024 * 1024, 4096, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full, for pieces of this size.
    }
  }
}

function integrityOf(file: string): unknown {
  const database = new Libsql(file)
  const rows = {
    ...(database.prepare('PRAGMA integrity_check').get() as object),
    ...(database
      .prepare('SELECT count(*) AS halves FROM entries LEFT JOIN texts USING (seq) WHERE xml IS NULL')
      .get() as object),
    ...(database
      .prepare('SELECT count(*) AS orphans FROM texts LEFT JOIN entries USING (seq) WHERE id IS NULL')
      .get() as object),
  }
  database.close()
  return rows
}

const sound = { integrity_check: 'ok', halves: 0, orphans: 0 }

describe.skipIf(!requireOrSkip('the right to mount (root)', canMount))('a disk', { timeout: 60_000 }, () => {
  it('that fills up: 503, nothing half stored, service resumes automatically', async () => {
    const volume = mount(() => mountTmpfs(16))
    const file = join(volume.path, 'wehook.db')
    const storage = sqliteStorage({ file })
    const server = await startPushServer(storage.inbox)
    try {
      expect(await post(server.url, ticketPush('before'))).toBe('200 success')
      await vi.waitFor(() => expect(server.handled).toEqual(['before']))
      fill(join(volume.path, 'ballast'))
      const pushes = Array.from({ length: 60 }, (_, n) => ticketPush(`${n}-${'x'.repeat(30_000)}`))
      const answers = await Promise.all(pushes.map((push) => post(server.url, push)))
      const refused = pushes.filter((_, n) => isRefused(answers[n] ?? ''))
      const accepted = pushes.filter((_, n) => answers[n] === '200 success')
      expect(refused.length).toBeGreaterThan(10)
      expect(refused.length + accepted.length).toBe(pushes.length)
      for (const push of refused) expect(await storage.inbox.get(idOf(push))).toBeUndefined()
      rmSync(join(volume.path, 'ballast'))
      for (const push of refused) expect(await post(server.url, push)).toBe('200 success')
      await vi.waitFor(() => expect(server.handled).toHaveLength(pushes.length + 1), 15_000)
      await vi.waitFor(async () => expect((await storage.inbox.counts()).handled).toBe(pushes.length + 1), 15_000)
      expect(new Set(server.handled).size).toBe(pushes.length + 1)
    } finally {
      await server.close()
      await storage.close()
    }
    expect(integrityOf(file)).toMatchObject(sound)
  })

  it('of which a container mounts the file alone is refused; with its directory it is taken', async () => {
    const volume = mount(() => mountTmpfs(4))
    const [host, container] = [join(volume.path, 'host'), join(volume.path, 'con tainer')]
    for (const path of [host, container]) {
      mkdirSync(path)
      writeFileSync(join(path, 'wehook.db'), '')
    }
    const file = join(container, 'wehook.db')
    execFileSync('mount', ['--bind', join(host, 'wehook.db'), file])
    try {
      expect(() => sqliteStorage({ file })).toThrow(
        expect.objectContaining({
          code: 'ERR_OPTIONS_INVALID',
          message: expect.stringContaining('without its directory'),
        }),
      )
    } finally {
      execFileSync('umount', [file])
    }
    execFileSync('mount', ['--bind', host, container])
    try {
      const storage = sqliteStorage({ file, warn: () => undefined })
      await storage.close()
    } finally {
      // libsql lets go of its files soon after the storage is closed, and without waiting for memory to be short.
      await vi.waitFor(() => execFileSync('umount', [container], { stdio: 'pipe' }), 5_000)
    }
  })

  it('that is read-only at start is refused with what to change, and taken when it is writable', async () => {
    const volume = mount(() => mountTmpfs(4))
    const file = join(volume.path, 'wehook.db')
    volume.remount('ro')
    expect(() => sqliteStorage({ file })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS_INVALID', hint: expect.stringContaining('writable') }),
    )
    volume.remount('rw')
    const storage = sqliteStorage({ file })
    expect(await storage.inbox.counts()).toMatchObject({ pending: 0 })
    await storage.close()
  })
})

const canFail = requireOrSkip('loop devices with ext4, to turn a disk read-only under a running server', canMountDisk())

describe.skipIf(!canFail)('a disk that the kernel turns read-only', { timeout: 60_000 }, () => {
  it('answers 503, makes no file elsewhere, resumes automatically when it is mounted again', async () => {
    const disk = mount(() => mountDisk(16))
    const file = join(disk.path, 'wehook.db')
    const storage = sqliteStorage({ file })
    const server = await startPushServer(storage.inbox)
    try {
      expect(await post(server.url, ticketPush('before'))).toBe('200 success')
      await vi.waitFor(() => expect(server.handled).toEqual(['before']))
      await vi.waitFor(async () => expect((await storage.inbox.counts()).handled).toBe(1))
      disk.fail()
      const push = ticketPush('during')
      for (let n = 0; n < 200; n += 1) expect(await post(server.url, push)).toSatisfy(isRefused)
      // Closed between two attempts to write, so that the volume can be unmounted.
      await vi.waitFor(() => expect(descriptorsBelow(disk.path)).toEqual([]), 5_000)
      await vi.waitFor(() => disk.repair(), 10_000)
      await vi.waitFor(async () => expect(await post(server.url, push)).toBe('200 success'), 1_000)
      await vi.waitFor(() => expect(server.handled).toEqual(['before', 'during']))
      await vi.waitFor(async () => expect((await storage.inbox.counts()).handled).toBe(2))
    } finally {
      await server.close()
      await storage.close()
    }
    expect(integrityOf(file)).toMatchObject(sound)
  })
})

/** Files below a path that this process has open. */
function descriptorsBelow(path: string): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${descriptor}`)
      return target.startsWith(path) ? [target] : []
    } catch {
      return []
    }
  })
}
