import { expect, test } from 'vitest'
import { groupRows, measureGroups, type MeasuredGroups } from '../../src/analysis/groups.ts'
import { runBatch } from '../../src/experiment/batch.ts'
import { groupMeasureNames, groupNames, observeGroups, OUTSIDE, TREATED, UNDRAWN } from '../../src/observe/groups.ts'
import { windowsOf } from '../../src/analysis/windows.ts'
import type { RunRecord } from '../../src/records/run.ts'
import { experimentOf, runArm } from '../support/scenarios.ts'

const GRANTS = `quarters: 6
replications: 3
policy: { fund: { budget: 40 } }
arms:
  trial: { trial: { share: 0.5, where: technology == 1, policy: { fund: { matching: 0 } } } }
  idle: { trial: { share: 0.5, policy: { fund: { matching: 1 } } } }
  everybody: { fund: { matching: 0 } }`

async function rowsOf(lines: string): Promise<{ rows: unknown[][]; runs: RunRecord[] }> {
  const experiment = await experimentOf(lines)
  const windows = windowsOf(experiment.scenario)
  const runs: RunRecord[] = []
  for await (const run of runBatch(experiment)) runs.push(run)
  const measured = runs.map((run): MeasuredGroups => ({ ...run, baseline: 0, groupValues: measureGroups(run, windows) }))
  return { rows: [...groupRows(measured, windows)] as unknown[][], runs }
}

test('a better grant for half of the technology firms reaches those, at the cost of the others', async () => {
  const { rows, runs } = await rowsOf(GRANTS)
  const of = (arm: string, group: string, metric: string, statistic = 'effect'): number =>
    rows.find((row) => row[0] === arm && row[2] === group && row[3] === metric && row[4] === 'horizon' && row[5] === statistic)![6] as number
  expect(of('trial', 'treated', 'grantShare')).toBeGreaterThan(0)
  expect(of('trial', 'treated', 'grantShare') - of('trial', 'undrawn', 'grantShare')).toBeGreaterThan(0.005)
  expect(of('trial', 'undrawn', 'grantShare')).toBeLessThan(0)
  expect(of('trial', 'others', 'grantShare')).toBeLessThanOrEqual(0)
  // Chance alone made the groups, and the baseline is that of the same firms.
  expect(of('trial', 'treated', 'survival', 'baseline')).toBeCloseTo(of('trial', 'undrawn', 'survival', 'baseline'), 0)

  // A trial that changes nothing has no effect on anybody, to the bit.
  const idle = rows.filter((row) => row[0] === 'idle' && row[5] === 'effect')
  expect(idle.length).toBe(3 * groupMeasureNames.length * 8)
  expect(idle.every((row) => row[6] === 0 && row[7] === 0 && row[8] === 0)).toBe(true)

  expect(rows.some((row) => row[0] === 'everybody')).toBe(false)
  expect([...runs[0].groups!.keys()]).toEqual(['trial', 'idle'])
  expect(runs.filter(({ arm }) => arm === 'trial').every(({ groups }) => [...groups!.keys()].join() === 'trial')).toBe(true)
})

test('the mean of a group counts firms that are gone as 0, whoever sits in their row now', async () => {
  const experiment = await experimentOf('')
  const { world } = runArm(experiment).at(-1)!
  const { id, skilled, alive } = world.organisations.columns
  const [one, two, three] = world.firms
  alive[two] = 0
  const groups = {
    rows: Int32Array.of(one, two, three, three),
    identities: Uint32Array.of(id[one], id[two], id[three], id[three] + 1),
    standings: Uint8Array.of(TREATED, TREATED, UNDRAWN, OUTSIDE),
  }
  const means = observeGroups(world, groups)
  const mean = (group: (typeof groupNames)[number], measure: (typeof groupMeasureNames)[number]): number =>
    means[groupNames.indexOf(group) * groupMeasureNames.length + groupMeasureNames.indexOf(measure)]
  expect(groupNames.map((group) => mean(group, 'survival'))).toEqual([0.5, 1, 0.5])
  expect(groupNames.map((group) => mean(group, 'skilledStaffPerFirm'))).toEqual([skilled[one] / 2, skilled[three], skilled[three] / 2])
  const none = observeGroups(world, { rows: Int32Array.of(one), identities: Uint32Array.of(id[one]), standings: Uint8Array.of(TREATED) })
  expect(none[groupMeasureNames.length]).toBeNaN()
})
