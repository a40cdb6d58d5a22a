/** What runs take of this machine: time, memory, processors. */
import { availableParallelism, freemem } from 'node:os'
import type { Piece } from '../experiment/batch.ts'
import type { LoadedScenario } from '../scenario/load.ts'

/** For a firm and a quarter, and what a quarter and a run take besides, writing included; texts say "about". */
const NANOSECONDS = 4000
const QUARTER_MILLISECONDS = 2.5
const RUN_MILLISECONDS = 4
const BYTES_PER_FIRM = 2300
const BASE_BYTES = 230e6

type Sized = Pick<LoadedScenario, 'scenario' | 'region'>

export const firmsOf = ({ scenario, region }: Sized): number => Math.round(region.facts.CF01.value * scenario.scale)

/** Milliseconds of so many quarters in so many runs on one processor. */
export const timeOf = (loaded: Sized, quarters: number, runs: number): number =>
  quarters * ((firmsOf(loaded) * NANOSECONDS) / 1e6 + QUARTER_MILLISECONDS) + runs * RUN_MILLISECONDS

/** Bytes that a process or worker holds at most. */
export const memoryOf = (loaded: Sized): number => BASE_BYTES + firmsOf(loaded) * BYTES_PER_FIRM

/** Milliseconds of work below which workers start more slowly than they help. */
const SHORT = 4000

/** Workers that are of use: no more than processors, pieces of work and what fits into the free memory. */
export function workersFor(loaded: Sized, quarters: number, pieces: readonly Piece[]): number {
  const runs = pieces.reduce((sum, piece) => sum + piece.runs.length, 0)
  if (timeOf(loaded, quarters, runs) < SHORT) return 1
  return Math.max(1, Math.min(availableParallelism(), pieces.length, Math.floor(freemem() / memoryOf(loaded))))
}
