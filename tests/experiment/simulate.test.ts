import { describe, expect, it } from 'vitest'
import { burnIn, simulateArm } from '../../src/experiment/simulate.ts'
import { mechanism } from '../../src/mechanisms/mechanism.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import { settlementParameters } from '../../src/mechanisms/settle/costs.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import { bitsOf, experimentOf, runArm } from '../support/scenarios.ts'

const arms = `arms:
  same: {}
  same-in-words: { fund: { budget: 20 } }
  later: { fund: { budget: { 2014: 200 } } }
  treated: { trial: { ids: [1030], policy: { fund: { matching: { 2013Q3: 0 } }, talent: { equityIncentives: { 2014: 0.6 } } } } }`

describe('true counterfactuals', () => {
  it('an arm equal to the baseline has the same bits in every metric and flow of every quarter', async () => {
    const experiment = await experimentOf(arms)
    const baseline = bitsOf(runArm(experiment))
    expect(bitsOf(runArm(experiment, 'same'))).toBe(baseline)
    expect(bitsOf(runArm(experiment, 'same-in-words'))).toBe(baseline)
  })

  it('a change in a later quarter leaves every number before it the same to the bit, and changes something after', async () => {
    const experiment = await experimentOf(arms)
    const baseline = runArm(experiment)
    for (const [arm, quarters] of [['later', 4], ['treated', 2]] as const) {
      const frames = runArm(experiment, arm)
      expect(bitsOf(frames.slice(0, quarters))).toBe(bitsOf(baseline.slice(0, quarters)))
    }
    expect(bitsOf(runArm(experiment, 'later'))).not.toBe(bitsOf(baseline))
  })

  it('a lever acts through its own mechanisms alone', async () => {
    const experiment = await experimentOf(`arms:
  fund: { fund: { budget: 80 } }
  guarantee: { guarantee: { governmentShare: 0.6 } }
  talent: { talent: { equityIncentives: 0.6, overseasRecruits: 30 } }`)
    const baseline = bitsOf(runArm(experiment))
    for (const [arm, channel] of [['fund', ['fund']], ['guarantee', ['lend', 'settle']], ['talent', ['hire', 'learn']]] as const) {
      expect(bitsOf(runArm(experiment, arm)), arm).not.toBe(baseline)
      expect(bitsOf(runArm(experiment, arm, 0, { baselineFor: channel })), arm).toBe(baseline)
    }
  })

  it('replications differ', async () => {
    const experiment = await experimentOf('')
    expect(bitsOf(runArm(experiment, 'baseline', 0))).not.toBe(bitsOf(runArm(experiment, 'baseline', 1)))
  })
})

describe('the same bits everywhere', () => {
  it('for runs in any order and twice in one process', async () => {
    const experiment = await experimentOf(arms)
    const forward = [0, 1].map((replication) => bitsOf(runArm(experiment, 'later', replication)))
    const backward = [1, 0].map((replication) => bitsOf(runArm(experiment, 'later', replication))).reverse()
    expect(backward).toEqual(forward)
  })

  it('with firms visited in another order inside each mechanism', async () => {
    const experiment = await experimentOf('')
    const expected = bitsOf(runArm(experiment))
    for (const visitOrder of ['identity', 'reverse', 'interleaved'] as const) {
      expect(bitsOf(runArm(experiment, 'baseline', 0, { visitOrder })), visitOrder).toBe(expected)
    }
  })

  it('with an added mechanism that draws once for every firm', async () => {
    const drawing = mechanism({
      name: 'drawing',
      purpose: 'draws and does nothing',
      switchable: true,
      parameters: {},
      run(world, _policy, _parameters, random) {
        const draws = random.site('drawing', world.step)
        for (let i = 0; i < world.firmCount; i++) draws.uniform(world.organisations.columns.id[world.firms[i]], 0)
      },
    })
    const expected = bitsOf(runArm(await experimentOf('')))
    expect(bitsOf(runArm(await experimentOf('', [drawing, ...schedule])))).toBe(expected)
  })

  it('whether anybody looks, audits, or not', async () => {
    const experiment = await experimentOf('')
    const expected = bitsOf(runArm(experiment))
    let looks = 0
    expect(bitsOf(runArm(experiment, 'baseline', 0, { audit: 'off', observer: () => looks++ }))).toBe(expected)
    expect(looks).toBe(12)
  })

  it('without a clock, host randomness or host mathematics', async () => {
    const experiment = await experimentOf(arms)
    const expected = bitsOf(runArm(experiment, 'later'))
    const allowed = new Set(['sqrt', 'abs', 'sign', 'min', 'max', 'floor', 'ceil', 'trunc', 'round', 'imul', 'clz32', 'fround'])
    const math = Math as unknown as Record<string, unknown>
    const saved = new Map<string, unknown>()
    const forbid = (): never => {
      throw new Error('the engine must not call this')
    }
    const now = Date.now
    try {
      for (const name of Object.getOwnPropertyNames(Math)) {
        if (typeof math[name] !== 'function' || allowed.has(name)) continue
        saved.set(name, math[name])
        math[name] = forbid
      }
      Date.now = forbid
      expect(bitsOf(runArm(experiment, 'later'))).toBe(expected)
    } finally {
      Date.now = now
      for (const [name, value] of saved) math[name] = value
    }
    expect(saved.size).toBeGreaterThan(20)
  })

  it('a mechanism reads what the scenario says of the parameter of another', async () => {
    const seen: number[] = []
    const reading = mechanism({
      name: 'reading',
      purpose: 'looks at the recovery that settle pays',
      switchable: true,
      parameters: {},
      reads: { of: 'settle', parameters: { recovery: settlementParameters.recovery } },
      run: (_world, _policy, { recovery }) => void seen.push(recovery),
    })
    const text = 'quarters: 2\nburnIn: 0\nparameters: { settle: { recovery: { 2013Q1: 0.5, 2013Q2: 0.25 } } }'
    runArm(await experimentOf(text, [...schedule, reading]))
    expect(seen).toEqual([0.5, 0.25])
  })

  it('a mechanism that is switched off is not called, and the books still hold', async () => {
    for (const name of ['hire', 'plan', 'fund', 'lend', 'partner', 'learn', 'innovate']) {
      const experiment = await experimentOf(`mechanisms: { ${name}: off }`)
      expect(runArm(experiment), name).toHaveLength(6)
    }
  })
})

describe('arms of one replication', () => {
  it('leave the burnt-in world as it was', async () => {
    const experiment = await experimentOf(arms)
    const world = burnIn(experiment, 0)
    const first = bitsOf([...simulateArm(experiment, world, 'later', 0)])
    expect(bitsOf([...simulateArm(experiment, world, 'later', 0)])).toBe(first)
  })

  it('can react to metrics of the last quarter', async () => {
    const experiment = await experimentOf(`arms:
  rule: { guarantee: { governmentShare: "defaultRate > 0.5 ? 0.2 : 0.4" } }
  plain: { guarantee: { governmentShare: 0.4 } }`)
    expect(bitsOf(runArm(experiment, 'rule'))).toBe(bitsOf(runArm(experiment, 'plain')))
  })
})

it('every metric has a value in a normal quarter, but for those that nothing happened to', async () => {
  const last = runArm(await experimentOf('scale: 1')).at(-1)!
  const empty = metricKeys.filter((_, index) => Number.isNaN(last.metrics[index]))
  expect(['compensationRate', 'grantSuccessRate', 'lendingRate', 'defaultRate']).toEqual(expect.arrayContaining(empty))
})
