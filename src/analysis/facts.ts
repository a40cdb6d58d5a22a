/** A model's value held against the range of a fact. */
import type { Fact } from '../scenario/region.ts'

/** Where no range is given the value is fixed by definition. */
export const rangeOf = ({ value, low = value, high = value }: Fact): readonly [low: number, high: number] => [low, high]

/**
 * How far a value lies outside the range, as a share of the nearest bound: 0 inside, negative below, positive above. A bound
 * of 0 has no share; the other bound is taken then. NaN without a value.
 */
export function missOf(fact: Fact, value: number): number {
  const [low, high] = rangeOf(fact)
  if (value >= low && value <= high) return 0
  const bound = value < low ? low : high
  return (value - bound) / Math.abs(bound === 0 ? (low === 0 ? high : low) : bound)
}
