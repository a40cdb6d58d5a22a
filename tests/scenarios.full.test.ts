/** Every shipped scenario as it stands, with its books proved at every quarter; one replication shows each arm. */
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { planOf, runBatch } from '../src/experiment/batch.ts'
import { prepare } from '../src/experiment/simulate.ts'
import { nodeFiles } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'
import type { RunRecord } from '../src/records/run.ts'

describe.each(readdirSync('scenarios').filter((name) => name.endsWith('.yaml')))('%s', (name) => {
  test('adds up in every quarter of every arm', { timeout: 300_000 }, async () => {
    const experiment = await prepare(await loadScenario(`scenarios/${name}`, nodeFiles))
    const runs: RunRecord[] = []
    // Of a design every tenth point, of other scenarios every arm.
    const { runs: planned } = planOf(experiment.scenario, experiment.catalogue)
    const tried = planned.filter(({ variant }) => variant.point % 10 === 0 || variant.point === 1)
    for await (const run of runBatch(experiment, { audit: 'every', replications: [0], wanted: (run) => run.variant.point % 10 === 0 || run.variant.point === 1 })) runs.push(run)
    expect(runs.map(({ arm, point, status, reason }) => [arm, point, status, reason])).toEqual(tried.map(({ arm, variant }) => [arm, variant.point, 'done', '']))
    expect(runs.every(({ metrics }) => metrics.length === experiment.scenario.quarters)).toBe(true)
  })
})
