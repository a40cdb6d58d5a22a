/** One simulated run, as the files of a result know it. A run that failed is a record like any other. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { World } from '../world/world.ts'

/** Which run of an experiment. */
export interface RunAbout {
  readonly arm: string
  /** Number of the design point; 0 without a design. */
  readonly point: number
  readonly replication: number
}

/** One bit for each of so many firms. */
export interface Living {
  readonly firms: number
  readonly bits: Uint8Array
}

/** Names the files of a run: `baseline-0-3` is arm, point and replication. */
export const runName = ({ arm, point, replication }: RunAbout): string => `${arm}-${point}-${replication}`

/** Watches one run, to tell of more than its metrics. It must only look. */
export interface Recorder {
  /** Called after every quarter of the scenario. */
  look(frame: { readonly world: World }): void
  /** Called once, when the run is done or has failed; not when it was interrupted. */
  end(): void
}

export interface RunRecord extends RunAbout {
  /** Hash of all that decides this run. */
  readonly runKey: string
  /** `audit`: the books did not add up. */
  readonly status: 'done' | 'failed' | 'audit'
  /** Empty unless done. */
  readonly digest: string
  /** Calendar quarter in which it failed. */
  readonly failedAt: number | undefined
  /** Why it failed, in a sentence; empty when it did not. */
  readonly reason: string
  /** Calendar quarter of the first entry of `metrics` and `flows`. */
  readonly start: number
  /** For each quarter simulated, in the order of `metricKeys`; NaN where a metric has no value. */
  readonly metrics: readonly Float64Array[]
  /** For each quarter, million yuan at full scale in the order of `purposeNames`. */
  readonly flows: readonly Float64Array[]
  /** By the arm whose trial it is, for each quarter, see observe/groups.ts: of this arm, or in the baseline of all. */
  readonly groups?: ReadonlyMap<string, readonly Float64Array[]>
  /** What became of the groups of the start, see observe/standings.ts; of a run that is done. */
  readonly standings?: Float64Array
  /** Which firms of the start lived at the end, see observe/standings.ts; of a run that is done. */
  readonly living?: Living
}

/** Yuan of a world of this scale, as amounts of the whole region. */
export const inMillionYuan = (yuan: Float64Array, scale: number): Float64Array => yuan.map((amount) => amount / scale / 1e6)

/** SHA-256 of what a run leaves behind: every metric and flow of every quarter, and the state it ends in. */
export function runDigest(run: Pick<RunRecord, 'metrics' | 'flows'>, finalState: string): string {
  const hash = sha256.create()
  for (const values of [...run.metrics, ...run.flows]) {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }
  return bytesToHex(hash.update(utf8ToBytes(finalState)).digest())
}

/** One digest for many runs, in their order. */
export const batchDigest = (digests: Iterable<string>): string => bytesToHex(sha256(utf8ToBytes([...digests].join('\n'))))
