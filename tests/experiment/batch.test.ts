import { describe, expect, test } from 'vitest'
import { effectRows } from '../../src/analysis/effects.ts'
import { measuredInMemory } from '../../src/analysis/measured.ts'
import { measure, measuresOf } from '../../src/analysis/windows.ts'
import { type BatchOptions, piecesOf, planOf, quartersOf, runBatch } from '../../src/experiment/batch.ts'
import { FAULT } from '../../src/experiment/run.ts'
import { createRunKeys } from '../../src/experiment/runKey.ts'
import { prepare } from '../../src/experiment/simulate.ts'
import { mechanism } from '../../src/mechanisms/mechanism.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import type { RunRecord } from '../../src/records/run.ts'
import { balancesOf } from '../../src/world/ledger.ts'
import { experimentOf, loadText } from '../support/scenarios.ts'

async function batchOf(lines: string, options: BatchOptions = {}, mechanisms = schedule): Promise<RunRecord[]> {
  const runs: RunRecord[] = []
  for await (const run of runBatch(await experimentOf(lines, mechanisms), options)) runs.push(run)
  return runs
}

/** A mechanism that does something in the first quarter of the arms, when the burn-in of 6 quarters is over. */
const inFirstQuarter = (act: (world: Parameters<(typeof schedule)[0]['run']>[0]) => void) =>
  mechanism({
    name: 'meddling', purpose: 'for this test', switchable: true, parameters: {},
    run(world) {
      if (world.step === 6) act(world)
    },
  })

test('an arm equal to the baseline has an effect of exactly 0 in every row', async () => {
  const experiment = await experimentOf(`arms:
  same: {}
  other: { fund: { budget: 60 } }`)
  const measures = await measuresOf(experiment.scenario)
  const measured = []
  for await (const run of runBatch(experiment)) measured.push({ ...run, baseline: 0, values: measure(run, measures) })
  const rows = [...effectRows(measuredInMemory(measured), measures)]
  const effects = (arm: string): unknown[][] => rows.filter((row) => row[0] === arm && row[10] === 2).map((row) => [row[5], row[7], row[8], row[9]])
  const withValue = effects('same')
  expect(withValue.length).toBeGreaterThan(300)
  expect(withValue.every(([effect, lower, upper, p]) => effect === 0 && lower === 0 && upper === 0 && Number.isNaN(p))).toBe(true)
  expect(effects('other').some(([effect]) => effect !== 0 && !Number.isNaN(effect))).toBe(true)
})

describe('a failed run is data', () => {
  const rule = `arms:
  rule: { fund: { budget: "t < 2 ? 20 : 20 / (t - 3)" } }
  other: { fund: { budget: 60 } }`

  test('an expression that fails while running ends that run alone', async () => {
    const runs = await batchOf(rule)
    expect(runs.map(({ arm, status }) => `${arm} ${status}`)).toEqual([
      'baseline done', 'rule failed', 'other done', 'baseline done', 'rule failed', 'other done',
    ])
    const failed = runs[1]
    expect(failed).toMatchObject({ digest: '', failedAt: 2013 * 4 + 2 })
    expect(failed.reason).toMatch(/20 \/ \(t - 3\).*fund\.budget would be -20/)
    expect(failed.metrics).toHaveLength(2)
  })

  test('so is one whose books do not add up', async () => {
    const leak = inFirstQuarter((world) => {
      balancesOf(world.ledger, 'banks')[0] += 5
    })
    const [run] = await batchOf('', {}, [...schedule, leak])
    expect(run).toMatchObject({ status: 'audit', failedAt: 2013 * 4 })
    expect(run.reason).toMatch(/step 6.*banks.*5/)
  })

  test('a fault of the program is told as one, and the batch goes on', async () => {
    const broken = inFirstQuarter(() => {
      throw new TypeError('oops')
    })
    const runs = await batchOf('', {}, [...schedule, broken])
    expect(runs.map(({ status, reason }) => [status, reason])).toEqual([
      ['failed', `${FAULT}: TypeError: oops`], ['failed', `${FAULT}: TypeError: oops`],
    ])
  })

  test('in the burn-in it fails every arm of the replication', async () => {
    const broken = mechanism({
      name: 'breaking', purpose: 'for this test', switchable: true, parameters: {},
      run(world) {
        if (world.step === 4) throw new RangeError('early')
      },
    })
    const runs = await batchOf('arms: { other: {} }\nreplications: 1', {}, [...schedule, broken])
    expect(runs.map(({ arm, failedAt, metrics }) => [arm, failedAt, metrics.length])).toEqual([
      ['baseline', 2012 * 4 + 2, 0], ['other', 2012 * 4 + 2, 0],
    ])
  })
})

test('tells of every quarter, and stops when aborted', async () => {
  const experiment = await experimentOf('arms: { other: {} }')
  let quarters = 0
  for await (const run of runBatch(experiment, { quarterDone: () => void quarters++ })) expect(run.status).toBe('done')
  const plan = planOf(experiment.scenario, experiment.catalogue)
  expect(quarters).toBe(quartersOf(plan, piecesOf(plan, [0, 1])))
  expect(quarters).toBe(2 * (6 + 2 * 6))

  const signal = { aborted: false }
  quarters = 0
  const runs = []
  const quarterDone = (): void => void (signal.aborted = ++quarters === 15)
  for await (const run of runBatch(experiment, { quarterDone, signal })) runs.push(run)
  expect([quarters, runs.length]).toEqual([15, 1])
})

test('a subset of runs comes out as in the whole', async () => {
  const arms = 'arms: { other: { fund: { budget: 60 } }, third: {} }'
  const whole = await batchOf(arms)
  const [part] = await batchOf(arms, { wanted: ({ arm }) => arm === 'other', replications: [1] })
  const same = whole.find(({ arm, replication }) => arm === 'other' && replication === 1)
  expect(part).toEqual(same)
})

describe('the key of a run', () => {
  const keyOf = async (lines: string, arm = 'baseline', replication = 0): Promise<string> =>
    createRunKeys(await prepare(await loadText(lines)))(arm, replication)

  test('is the same however the run was asked for', async () => {
    const key = await keyOf('')
    expect(key).toMatch(/^[0-9a-f]{16}$/)
    expect(await keyOf('arms: { other: { fund: { budget: 60 } } }\nreplications: 9\nname: another\nquestion: why?')).toBe(key)
    expect(await keyOf('arms: { same: {} }', 'same')).toBe(key)
    expect(await keyOf('mechanisms: { learn: on }')).toBe(key)
    expect(await keyOf('outcomes: { cost: publicCost / innovations }')).toBe(key)
  })

  test('differs with anything that decides the run', async () => {
    const changes = [
      '', 'seed: other', 'quarters: 7', 'burnIn: 5', 'scale: 0.6', 'start: 2014Q1', 'policy: { fund: { budget: 21 } }',
      'parameters: { learn: { transferRate: 0.07 } }', 'mechanisms: { learn: off }', 'region: beijing-2012',
    ]
    const keys = await Promise.all(changes.map((lines) => keyOf(lines)))
    const trials = 'arms:\n  a: { trial: { share: 0.5, policy: { fund: { matching: 0 } } } }\n  b: { trial: { share: 0.4, policy: { fund: { matching: 0 } } } }'
    keys.push(await keyOf('', 'baseline', 1), await keyOf(trials, 'a'), await keyOf(trials, 'b'))
    expect(new Set(keys).size).toBe(keys.length)
  })
})
