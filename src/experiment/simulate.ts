/** The quarter loop: one region, one arm, one replication. Contract first; see below for each function. */
import type { World } from '../world/world.ts'

/** What one quarter of one run leaves behind. */
export interface Frame {
  /** Calendar quarter, see scenario/quarter.ts. */
  readonly quarter: number
  /** In the order of `metricKeys`; NaN where a metric has no value. A fresh array for every frame. */
  readonly metrics: Float64Array
  /** Yuan by purpose (`purposeNames`) in this world, before division by `scale`. A fresh array for every frame. */
  readonly flows: Float64Array
  /** The living state after this quarter: look, do not touch, do not keep. */
  readonly world: World
}
