import { expect, test } from 'vitest'
import { measure, measuresOf } from '../../src/analysis/windows.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import { loadText } from '../support/scenarios.ts'

const frame = (values: Readonly<Record<string, number>>): Float64Array => {
  const metrics = new Float64Array(metricKeys.length).fill(NaN)
  for (const [key, value] of Object.entries(values)) metrics[metricKeys.indexOf(key as never)] = value
  return metrics
}

test('a window is the mean of its quarters with a value, and outcomes are computed on such means', async () => {
  const { scenario } = await loadText(`quarters: 5
outcomes:
  cost: publicCost / innovations
  double: cost * 2`)
  const measures = await measuresOf(scenario)
  const costs = [10, 20, NaN, 40, 50]
  const innovations = [0, 1, 2, 3, 4]
  const values = measure({ metrics: costs.map((publicCost, t) => frame({ publicCost, innovations: innovations[t] })) }, measures)
  const at = (name: string, window: string): number =>
    values[measures.names.indexOf(name) * measures.windows.length + measures.windows.findIndex((each) => each.name === window)]

  expect(measures.windows.map(({ name }) => name)).toEqual(['horizon', 'last4', '2013Q1', '2013Q2', '2013Q3', '2013Q4', '2014Q1'])
  expect(at('publicCost', 'horizon')).toBe(30)
  expect(at('publicCost', 'last4')).toBe(110 / 3)
  expect(at('publicCost', '2013Q3')).toBeNaN()
  expect(at('cost', 'horizon')).toBe(30 / 2)
  expect(at('double', '2013Q4')).toBe((40 / 3) * 2)
  // Divided by no innovations, or by a metric without a value.
  expect(at('cost', '2013Q1')).toBeNaN()
  expect(at('cost', '2013Q3')).toBeNaN()
  expect(at('ties', 'horizon')).toBeNaN()
})
