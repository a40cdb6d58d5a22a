/** One program at a time writes to a folder: a file there names it. */
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { HostError } from './write.ts'

/** Refuses when somebody writes to the folder `path` already. A lock whose program has ended is taken over. */
export function takeLock(lock: string, path: string): void {
  const [pid, host] = readLock(lock)
  if (pid !== undefined && (host !== hostname() || isRunning(pid))) {
    throw new HostError(
      `${path} is being written to by another cinsim (process ${pid} on ${host}), so nothing was run.\n`
        + `  allowed: another folder with --out DIR. If that program has ended, remove ${lock}.`,
      2,
    )
  }
  rmSync(lock, { force: true })
  const descriptor = openSync(lock, 'wx')
  writeSync(descriptor, `${process.pid} ${hostname()}\n`)
  closeSync(descriptor)
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
