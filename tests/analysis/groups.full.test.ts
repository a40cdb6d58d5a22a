import { expect, test } from 'vitest'
import { groupRows } from '../../src/analysis/groups.ts'
import { layoutOf, rowOf } from '../../src/analysis/layout.ts'
import { measuredInMemory } from '../../src/analysis/measured.ts'
import { runBatch } from '../../src/experiment/batch.ts'
import { groupMeasureNames, groupNames, observeGroups, OUTSIDE, TREATED, UNDRAWN } from '../../src/observe/groups.ts'
import { measuresOf } from '../../src/analysis/windows.ts'
import type { RunRecord } from '../../src/records/run.ts'
import { experimentOf, runArm } from '../support/scenarios.ts'

const GRANTS = `quarters: 6
replications: 3
policy: { fund: { budget: 40 } }
arms:
  trial: { trial: { share: 0.5, where: technology == 1, policy: { fund: { matching: 0 } } } }
  idle: { trial: { share: 0.5, policy: { fund: { matching: 1 } } } }
  everybody: { fund: { matching: 0 } }
  larger: { fund: { budget: 160 } }`

async function rowsOf(lines: string): Promise<{ rows: unknown[][]; runs: RunRecord[] }> {
  const experiment = await experimentOf(lines)
  const layout = layoutOf(experiment.scenario, experiment.region, await measuresOf(experiment.scenario))
  const runs: RunRecord[] = []
  for await (const run of runBatch(experiment)) runs.push(run)
  const baseline = (replication: number) => runs.find((run) => run.arm === 'baseline' && run.replication === replication)!.living
  const measured = measuredInMemory(runs.map((run) => ({ ...run, baseline: 0, values: rowOf(run, layout, baseline(run.replication)) })))
  return { rows: [...groupRows(measured, layout)] as unknown[][], runs }
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
  const idle = rows.filter((row) => row[0] === 'idle' && ['effect', 'saved', 'lost'].includes(String(row[5])))
  expect(idle.filter((row) => groupNames.includes(row[2] as 'treated'))).toHaveLength(3 * groupMeasureNames.length * 8)
  expect(idle.every((row) => row[6] === 0 && row[7] === 0 && row[8] === 0)).toBe(true)

  expect(rows.some((row) => row[0] === 'everybody' && groupNames.includes(row[2] as 'treated'))).toBe(false)
  // Technology firms do the R&D that grants are for.
  expect(of('larger', 'stratum: technology', 'grantShare')).toBeGreaterThan(0)
  expect(of('larger', 'stratum: technology', 'grantShare')).toBeGreaterThan(5 * Math.abs(of('larger', 'stratum: other', 'grantShare')))
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
