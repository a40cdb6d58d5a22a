/**
 * What is recorded of every quarter: each metric's unit, definition and formula. Names are contract. A metric that has
 * no value in a quarter (a share of nothing) is NaN, which becomes an empty field.
 */
import type { World } from '../world/world.ts'
import { look } from './look.ts'
import { cohortMetrics } from './metrics/cohort.ts'
import { allianceMetrics, tieMetrics } from './metrics/collaboration.ts'
import type { Metric } from './metrics/declare.ts'
import { financeMetrics } from './metrics/finance.ts'
import { firmMetrics } from './metrics/firms.ts'
import { innovationMetrics } from './metrics/innovation.ts'
import { policyMetrics } from './metrics/policy.ts'

export const metrics = {
  ...firmMetrics,
  ...tieMetrics,
  ...innovationMetrics,
  ...allianceMetrics,
  ...financeMetrics,
  ...policyMetrics,
  ...cohortMetrics,
} as const

export type MetricKey = keyof typeof metrics
/** In the order of their columns. */
export const metricKeys = Object.keys(metrics) as MetricKey[]
const inOrder = Object.values<Metric>(metrics)

/** Writes every metric of this quarter into `out`, in the order of `metricKeys`. Looking changes nothing. */
export function observe(world: World, out: Float64Array): void {
  const seen = look(world)
  for (let metric = 0; metric < inOrder.length; metric++) {
    const { formula, extensive } = inOrder[metric]
    const value = formula(seen)
    out[metric] = extensive ? value / world.scale : value
  }
}
