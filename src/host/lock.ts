/** One program at a time writes to a folder: a file there names it, and is touched while it lives. */
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { HostError } from './write.ts'

const TOUCHED_EVERY_MILLISECONDS = 10_000
/** A lock of another machine that was not touched for so long is of a program that has ended with it. */
const STALE_MILLISECONDS = 90_000

/**
 * Refuses when somebody writes to the folder `path` already. A lock whose program has ended is taken over. Returns what ends the
 * touching; the file is the caller's to remove.
 */
export function takeLock(lock: string, path: string): () => void {
  const [pid, host] = readLock(lock)
  if (pid !== undefined && (host === hostname() ? isRunning(pid) : !isStale(lock))) {
    const wait = host === hostname() ? '' : ` If that machine has died, the lock is free ${STALE_MILLISECONDS / 1000} seconds later.`
    throw new HostError(
      `${path} is being written to by another cinsim (process ${pid} on ${host}), so nothing was run.\n`
        + `  allowed: another folder with --out DIR.${wait}`,
      2,
    )
  }
  rmSync(lock, { force: true })
  const descriptor = openSync(lock, 'wx')
  // Written again and not only touched, so that the time is that of the disk's own clock.
  const touch = (): void => void writeSync(descriptor, `${process.pid} ${hostname()}\n`, 0)
  touch()
  const timer = setInterval(() => {
    try {
      touch()
    } catch {
      // A full disk is told by what is written to the files.
    }
  }, TOUCHED_EVERY_MILLISECONDS)
  timer.unref()
  return () => {
    clearInterval(timer)
    closeSync(descriptor)
  }
}

/** By the clock of the disk, which several machines may have in common. */
function isStale(lock: string): boolean {
  const probe = `${lock}.${process.pid}`
  try {
    closeSync(openSync(probe, 'w'))
    return statSync(probe).mtimeMs - statSync(lock).mtimeMs > STALE_MILLISECONDS
  } finally {
    rmSync(probe, { force: true })
  }
}

function readLock(lock: string): [pid: number, host: string] | [] {
  try {
    const [pid, host] = readFileSync(lock, 'utf8').trim().split(' ')
    return pid === undefined || host === undefined ? [] : [Number(pid), host]
  } catch {
    return []
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
