/** Measured values of all runs in a file, so that memory does not grow with the number of runs. */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import type { MeasuredAbout, MeasuredRuns } from '../analysis/measured.ts'
import { guarded } from './write.ts'

export interface MeasuredStore extends MeasuredRuns {
  /** Adds a run; as many values for each. */
  add(about: MeasuredAbout, values: Float64Array): void
  /** Takes the file away. */
  close(): void
}

/** Bytes of columns that are held at a time. */
const HELD = 32e6

export function createMeasuredStore(path: string, cells: number): MeasuredStore {
  const descriptor = guarded(path, () => openSync(path, 'w+'))
  const about: MeasuredAbout[] = []
  const row = cells * 8
  let held: { readonly from: number; readonly width: number; readonly runs: number; readonly values: Float64Array } | undefined
  const read = (from: number): NonNullable<typeof held> => {
    const width = Math.min(cells - from, Math.max(1, Math.floor(HELD / (8 * Math.max(1, about.length)))))
    const values = new Float64Array(width * about.length)
    const bytes = new Uint8Array(values.buffer)
    // One read where the columns are all, else one for each run.
    if (width === cells) readSync(descriptor, bytes, 0, bytes.length, 0)
    else for (let run = 0; run < about.length; run++) readSync(descriptor, bytes, run * width * 8, width * 8, run * row + from * 8)
    return { from, width, runs: about.length, values }
  }
  return {
    about,
    add(run, values) {
      if (values.length !== cells) throw new RangeError(`${values.length} values of a run, not ${cells}`)
      guarded(path, () => {
        const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, about.length * row + at)
      })
      about.push(run)
    },
    column(cell) {
      if (!(held && held.runs === about.length && cell >= held.from && cell < held.from + held.width)) held = read(cell)
      const { from, width, values } = held
      return Float64Array.from(about, (_, run) => values[run * width + cell - from])
    },
    close() {
      closeSync(descriptor)
      rmSync(path, { force: true })
    },
  }
}
