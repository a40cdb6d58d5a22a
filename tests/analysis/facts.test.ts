import { describe, expect, it } from 'vitest'
import { missOf } from '../../src/analysis/facts.ts'
import type { Fact } from '../../src/scenario/region.ts'

const fact = (value: number, low?: number, high?: number): Fact => ({
  meaning: 'm', value, unit: 'u', year: '2012', source: 's', mark: 'read', confidence: 'high', tier: 'core',
  ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }),
})

describe('how far a value misses a fact', () => {
  it.each([
    ['inside', fact(5, 4, 8), 6, 0],
    ['on a bound', fact(5, 4, 8), 8, 0],
    ['below, of the lower bound', fact(5, 4, 8), 3, -0.25],
    ['above, of the upper bound', fact(5, 4, 8), 10, 0.25],
    ['fixed by definition', fact(0.25), 0.25, 0],
    ['off what is fixed', fact(0.25), 0.5, 1],
    ['below a bound of 0, of the other', fact(0, 0, 0.2), -0.1, -0.5],
    ['above a bound of 0, of the other', fact(-4, -4, 0), 1, 0.25],
  ])('%s', (_, of, value, miss) => expect(missOf(of, value)).toBeCloseTo(miss, 12))

  it('has no size without a value', () => expect(missOf(fact(1, 0, 2), NaN)).toBeNaN())
})
