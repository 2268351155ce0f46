import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const run = (command: string, ...args: readonly string[]) => execFileSync(command, args, { stdio: 'pipe' }).toString()

export const canMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0

export interface Volume {
  readonly path: string
  remove(): void
}

/** A file system in memory, of a size that can be filled up. */
export function mountTmpfs(megabytes: number): Volume & { remount(mode: 'ro' | 'rw'): void } {
  const path = mkdtempSync(join(tmpdir(), 'wehook-tmpfs-'))
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path)
  return {
    path,
    remount: (mode) => run('mount', '-o', `remount,${mode}`, path),
    remove() {
      run('umount', '--lazy', path)
      rmSync(path, { recursive: true })
    },
  }
}

/** A disk of its own, which the kernel turns read-only when it is told of an error in it; needs loop devices. */
export function mountDisk(megabytes: number): Volume & { fail(): void; repair(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'wehook-disk-'))
  const path = mkdtempSync(join(directory, 'mnt-'))
  const image = join(directory, 'image')
  writeFileSync(image, Buffer.alloc(megabytes * 1024 * 1024))
  run('mkfs.ext4', '-q', '-O', '^has_journal', image)
  const mount = () => run('mount', '-o', 'loop,errors=remount-ro', image, path)
  mount()
  return {
    path,
    fail() {
      const device = basename(run('findmnt', '-n', '-o', 'SOURCE', path).trim())
      writeFileSync(`/sys/fs/ext4/${device}/trigger_fs_error`, '1')
    },
    /** What an administrator does: unmount, check, mount again. */
    repair() {
      run('umount', path)
      spawnSync('fsck.ext4', ['-y', image])
      mount()
    },
    remove() {
      spawnSync('umount', ['--lazy', path])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export function canMountDisk(): boolean {
  if (!canMount || spawnSync('mkfs.ext4', ['-V']).status !== 0) return false
  try {
    const disk = mountDisk(4)
    const isThere = readFileSync('/proc/mounts', 'utf8').includes(disk.path)
    disk.remove()
    return isThere
  } catch {
    return false
  }
}
