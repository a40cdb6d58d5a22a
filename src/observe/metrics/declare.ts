/** How a metric is declared: its unit, its meaning, and its formula. */
import type { MetricDeclaration } from '../../scenario/declare.ts'
import type { Look } from '../look.ts'

export const MILLION = 1e6

export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : NaN)

export interface Metric extends MetricDeclaration {
  /** The value in this world, before an extensive metric is brought to full scale. */
  readonly formula: (look: Look) => number
}

/** A sum over the region, reported at full scale. */
export const total = (unit: string, meaning: string, formula: Metric['formula']): Metric => ({
  unit,
  meaning,
  extensive: true,
  formula,
})
/** A share, mean, rate or price, which does not depend on the scale. */
export const ratio = (unit: string, meaning: string, formula: Metric['formula']): Metric => ({
  unit,
  meaning,
  extensive: false,
  formula,
})
