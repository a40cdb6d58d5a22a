/** The verdicts of docs/lever-effects.md, on numbers whose answer is known. */
import { expect, it } from 'vitest'
import { AS_IT_IS, type Expectation, readExpectations } from '../scripts/lever-effects/expectations.ts'
import { mediatorsOf } from '../scripts/lever-effects/mediators.ts'
import type { Observation } from '../scripts/lever-effects/measure.ts'
import { csvOf, judge, judgeLoss } from '../scripts/lever-effects/report.ts'
import { levers } from '../src/mechanisms/levers.ts'
import { schedule } from '../src/mechanisms/schedule.ts'

const row: Expectation = {
  id: 'X',
  lever: '',
  metric: '',
  arms: [{ policy: {}, weight: 1, base: 0 }, { policy: {}, weight: -1, base: 1 }],
  setting: AS_IT_IS,
  value: () => NaN,
  group: undefined,
  window: 'last4',
  sign: '+',
  minimum: 0.05,
  times: 1,
  channel: [],
  unmoved: undefined,
}
const blocked = { ...row, id: 'X blocked' }

/** Observations of a row from its arms' values in each replication. */
const seen = (id: string, ...values: (readonly [number, number])[]): Observation[] =>
  values.map((arms, replication) => ({ id, replication, values: arms, calm: [], cut: undefined }))

it('judges sign, size and certainty', () => {
  const of = (expectation: Expectation, ...values: [number, number][]) => judge(expectation, seen('X', ...values))
  // Effects 10, 12, 14 on 100: a mean of 12 with a standard error of 2 / sqrt 3.
  const clear = of(row, [110, 100], [112, 100], [114, 100])
  expect(clear).toMatchObject({ base: 100, relative: 0.12, holds: true })
  expect(clear.errors).toBeCloseTo(12 / (2 / Math.sqrt(3)), 12)
  expect(of({ ...row, sign: '-' }, [110, 100], [112, 100], [114, 100]).holds).toBe(false)
  expect(of({ ...row, minimum: 0.13 }, [110, 100], [112, 100], [114, 100]).holds).toBe(false)
  expect(of(row, [90, 100], [112, 100], [134, 100]).holds).toBe(false)
})

it('tells the share lost from pairs', () => {
  const loss = (...rest: [number, number][]) =>
    judgeLoss({ when: '', how: '', intact: row, blocked }, [...seen('X', [110, 100], [112, 100], [114, 100]), ...seen('X blocked', ...rest)])
  expect(loss([100, 100], [100, 100], [100, 100])).toMatchObject({ share: 1, error: 0, verdict: 'holds' })
  // A quarter of each effect is left: the same share everywhere, so there is no doubt about it.
  expect(loss([102.5, 100], [103, 100], [103.5, 100])).toMatchObject({ share: 0.75, error: 0, verdict: 'holds' })
  expect(loss([105, 100], [106, 100], [107, 100])).toMatchObject({ share: 0.5, error: 0, verdict: '**missed**' })
  // Residuals from the ratio 0 are -9, 0 and 9: a standard error of 9 / sqrt 3 against an effect of 12.
  const unsure = loss([91, 100], [100, 100], [109, 100])
  expect(unsure.error).toBeCloseTo(9 / Math.sqrt(3) / 12, 12)
  expect(unsure).toMatchObject({ share: 1, verdict: '**missed**' })
})

it('writes numbers that read back to the bit', () => {
  const [, line] = csvOf([row], seen('X', [0.1 + 0.2, 0.1])).split('\n')
  expect(line!.split(',')[0]).toBe('X')
  expect(line!.split(',').slice(2).map(Number)).toEqual([0.1 + 0.2 - 0.1, 0.1])
})

it('has a mediator for each row that asks for one', () => {
  const { rows, notYet } = readExpectations(undefined)
  expect(notYet).toEqual([])
  const mediators = mediatorsOf(rows)
  expect([...new Set(mediators.map(({ intact }) => intact.id.split(' ')[0]))].sort()).toEqual(['E01', 'E13', 'E20', 'E21', 'E22', 'E36', 'E42', 'E57'])
  for (const { intact, blocked: without } of mediators) {
    expect(intact.setting).toBe(AS_IT_IS)
    expect(Object.keys(without.setting.parameters).length > 0 || without.setting.mechanisms !== schedule).toBe(true)
    // What is blocked is no lever of the row: both worlds get the same change of policy.
    expect(without.arms).toBe(intact.arms)
    for (const path of Object.keys(without.setting.parameters)) expect(Object.hasOwn(levers, path)).toBe(false)
  }
})
