/** Runs that were done, as analysis sees them: by cell, which is a measure in a window, the values of all runs. */
import type { RunAbout } from '../records/run.ts'

export interface MeasuredAbout extends RunAbout {
  /** Point whose baseline this run is paired with. */
  readonly baseline: number
}

export interface MeasuredRuns {
  readonly about: readonly MeasuredAbout[]
  /** Values of a cell in the order of `about`; NaN where there is none. */
  column(cell: number): Float64Array
}

/** Runs with their values, all in memory. */
export function measuredInMemory(runs: readonly (MeasuredAbout & { readonly values: Float64Array })[]): MeasuredRuns {
  return { about: runs, column: (cell) => Float64Array.from(runs, ({ values }) => values[cell]) }
}

/** Runs of one arm at one point. */
export interface Group {
  readonly arm: string
  readonly point: number
  /** Places in `about`. */
  readonly runs: readonly number[]
}

/** In the order in which they first appear. */
export function groupsOf(about: readonly MeasuredAbout[]): Group[] {
  const groups = new Map<string, Group & { runs: number[] }>()
  for (const [place, { arm, point }] of about.entries()) {
    const key = `${point} ${arm}`
    const group = groups.get(key) ?? { arm, point, runs: [] }
    group.runs.push(place)
    groups.set(key, group)
  }
  return [...groups.values()]
}

export interface PairedGroup {
  readonly arm: string
  readonly point: number
  /** Places in `about`: of a run, and of the baseline that it is held against. */
  readonly pairs: readonly (readonly [own: number, baseline: number])[]
}

/** For each arm but the baseline its runs, each with the baseline's of its replication. */
export function pairedArms(about: readonly MeasuredAbout[]): PairedGroup[] {
  const baselines = new Map(about.flatMap(({ arm, point, replication }, place) => (arm === 'baseline' ? [[`${point} ${replication}`, place] as const] : [])))
  return groupsOf(about)
    .filter(({ arm }) => arm !== 'baseline')
    .map(({ arm, point, runs }) => ({
      arm,
      point,
      pairs: runs.flatMap((own) => {
        const base = baselines.get(`${about[own].baseline} ${about[own].replication}`)
        return base === undefined ? [] : [[own, base] as const]
      }),
    }))
}

/** The values of pairs in a column. */
export const valuesOf = ({ pairs }: PairedGroup, column: Float64Array): (readonly [own: number, baseline: number])[] =>
  pairs.map(([own, base]) => [column[own], column[base]] as const)
