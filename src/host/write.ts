/** Writing a file whole or not at all, and telling in the user's words why it could not be. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'

/** Something on this machine stood in the way. `message` is for the user. */
export class HostError extends Error {
  override readonly name = 'HostError'
  constructor(message: string, readonly exitCode: 1 | 2) {
    super(message)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'this disk can only be read',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'there is a file with this name',
  EISDIR: 'this is a folder',
  ENOENT: 'there is no such folder',
  EIO: 'the disk reports an error',
  EFBIG: 'the file would be larger than is allowed here',
}

/** Tells a failed write in the user's words; everything else passes. */
export function guarded<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '') throw error
    throw new HostError(`${path} cannot be written: ${REASONS[code] ?? code}. Nothing was left half-written.`, 1)
  }
}

/** Puts `text` under this name, in one move. Where the name is a device or a pipe it is written to. */
export function writeWhole(path: string, text: string): void {
  guarded(path, () => {
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return writeFileSync(path, text)
    const temporary = `${path}.partial`
    try {
      const descriptor = openSync(temporary, 'w')
      try {
        writeFileSync(descriptor, text)
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(temporary, path)
    } finally {
      rmSync(temporary, { force: true })
    }
  })
}
