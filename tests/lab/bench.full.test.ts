/** The page's bench comes to the digests and files of the command line, whatever levers were moved before. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { openScenario } from '../../src/lab/bench.ts'
import { createDesk } from '../../src/lab/desk.ts'
import type { ArmName, Quarter } from '../../src/lab/protocol.ts'
import { desk } from '../cli/cinsim.ts'

const { cinsim, write, read } = desk()
const SCENARIO = 'version: 1\nname: small\nregion: classroom\nscale: 0.3\nquarters: 4\nburnIn: 4\nseed: small\npolicy: { fund: { budget: 40 } }\n'
const ARMS = {
  one: { 'fund.budget': 90 },
  two: { 'guarantee.governmentShare': 0.6, 'guarantee.bankShare': 0.1, 'talent.awards': 50 },
  three: { 'fund.shares.interest': 0.2, 'tax.highTechRate': 0.2 },
  four: { 'alliances.target': 40, 'platforms.service': 30 },
}
const signal = { aborted: false }
const opened = (): ReturnType<typeof openScenario> => openScenario({ 'scenario.yaml': SCENARIO })
const pageDesk = (): ReturnType<typeof createDesk> => createDesk(() => Promise.resolve())

test('every arm of every replication has the digest that the command line has', async () => {
  write(
    'arms.yaml',
    `${SCENARIO}arms:
  one: { fund: { budget: 90 } }
  two: { guarantee: { governmentShare: 0.6, bankShare: 0.1 }, talent: { awards: 50 } }
  three: { fund: { shares: { interest: 0.2 } }, tax: { highTechRate: 0.2 } }
  four: { alliances: { target: 40 }, platforms: { service: 30 } }
`,
  )
  expect(cinsim('run', 'arms.yaml', '--out', 'out', '--replications', '2', '--quiet')).toMatchObject({ status: 0, stderr: '' })
  const rows = parse(read('out/runs.csv'), { columns: true }) as Record<string, string>[]
  const digestOf = (arm: string, replication: number): string => rows.find((row) => row['arm'] === arm && row['replication'] === String(replication))!['digest']!
  const bench = await opened()
  // Ten runs in all.
  for (const replication of [0, 1]) {
    expect((await bench.run('baseline', {}, replication, { signal }))!.digest).toBe(digestOf('baseline', replication))
    for (const [arm, levers] of Object.entries(ARMS)) {
      let quarters = 0
      expect((await bench.run('yours', levers, replication, { signal, look: () => quarters++ }))!.digest, arm).toBe(digestOf(arm, replication))
      expect(quarters).toBe(4)
    }
  }
  expect((await bench.run('baseline', {}, 0, { signal }))!.digest).toBe(digestOf('baseline', 0))
  expect((await bench.play({ arm: 'baseline', point: 0, replication: 1 }, { signal }))!.digest).toBe(digestOf('baseline', 1))
})

test('the tables and the scenario that the page saves are those of the command line', async () => {
  const page = pageDesk()
  await page.open({ 'scenario.yaml': SCENARIO })
  for (const arm of ['baseline', 'yours'] as const) await page.simulate(arm, ARMS.two, 0, () => {})
  write('saved.yaml', await page.yaml(ARMS.two))
  expect(cinsim('run', 'saved.yaml', '--out', 'saved', '--replications', '1', '--quiet')).toMatchObject({ status: 0, stderr: '' })
  for (const table of ['runs.csv', 'series.csv', 'ledger.csv'] as const) expect(await page.table(table)).toBe(read(`saved/${table}`))
  expect(cinsim('network', 'saved.yaml', '--arm', 'yours', '--at', '2013Q3').stdout).toBe(await page.gexf('yours', 2))
})

test('the same texts are opened once, however often they are asked for', async () => {
  const page = pageDesk()
  const texts = { 'scenario.yaml': SCENARIO }
  expect(await page.open({ ...texts })).toBe(await page.open(texts))
  expect((await page.open({ 'scenario.yaml': `${SCENARIO}question: Another?\n` })).question).toBe('Another?')
})

test('the past is told as it is grown and once a year, and only where it is simulated', async () => {
  const page = pageDesk()
  await page.open({ 'scenario.yaml': SCENARIO.replace('burnIn: 4', 'burnIn: 6') })
  const told = async (arm: ArmName, replication: number): Promise<(string | number)[]> => {
    const quarters: (string | number)[] = []
    await page.simulate(arm, {}, replication, (one) => quarters.push('past' in one ? one.past : one.step))
    return quarters
  }
  const past = ['2011Q3', '2012Q2']
  expect(await told('baseline', 0)).toEqual([...past, 0, 1, 2, 3])
  expect(await told('yours', 0)).toEqual([0, 1, 2, 3])
  expect(await told('baseline', 1)).toEqual([...past, 0, 1, 2, 3])
})

test('a firm has a life in both worlds', async () => {
  const page = pageDesk()
  await page.open({ 'scenario.yaml': SCENARIO })
  const last: Quarter[] = []
  for (const arm of ['baseline', 'yours'] as const) await page.simulate(arm, { 'fund.budget': 0, 'fund.innovationBudget': 0 }, 0, (told) => void ('step' in told && last.push(told)))
  const firm = last[0]!.scene.ids.find((id) => id >= 1024)!
  const lives = await Promise.all((['baseline', 'yours'] as const).map((arm) => page.life(arm, firm)))
  for (const life of lives) expect(life).toMatchObject({ firm, from: 0 })
})

test('winners of grants against others: the naive effect swings from world to world, the true one is small and steady', async () => {
  const page = pageDesk()
  await page.open({ 'scenario.yaml': readFileSync('scenarios/classroom.yaml', 'utf8') })
  const naive: number[] = []
  const real: number[] = []
  for (const replication of [0, 1, 2, 3]) {
    for (const arm of ['baseline', 'yours'] as const) await page.simulate(arm, { 'fund.budget': 0, 'fund.innovationBudget': 0 }, replication, () => {})
    const { winners, same, others } = (await page.winners())!.by.innovations
    naive.push(winners - others)
    real.push(winners - same)
  }
  const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values)
  expect(Math.min(...real)).toBeGreaterThan(0)
  expect(spread(naive)).toBeGreaterThan(5 * spread(real))
}, 60_000)

test('a link comes back as it was, and a later question ends the one before', async () => {
  const page = pageDesk()
  const shared = { texts: { 'scenario.yaml': SCENARIO }, levers: { 'fund.budget': 61.5 }, replication: 3, step: 2 }
  expect(await page.readLink(await page.writeLink(shared))).toEqual(shared)
  await page.open(shared.texts)
  const first = page.simulate('baseline', {}, 0, () => {})
  expect(await page.simulate('baseline', {}, 1, () => {})).toMatchObject({ reason: '' })
  expect(await first).toBeUndefined()
})

test('a scenario with a mistake is refused with its place, and the one before stays', async () => {
  const page = pageDesk()
  await page.open({ 'scenario.yaml': SCENARIO })
  await expect(page.open({ 'scenario.yaml': SCENARIO.replace('budget: 40', 'budgt: 40') })).rejects.toThrow(/scenario\.yaml:8:.*budgt[^]*did you mean "fund.budget"/)
  expect(await page.simulate('baseline', {}, 0, () => {})).toMatchObject({ reason: '' })
})

test('what shows levers knows the value that is in force, and the arms that are levers alone', async () => {
  const bench = await openScenario({ 'scenario.yaml': `${SCENARIO}arms: { more: { fund: { budget: 80 } }, later: { fund: { budget: { 2013: 40, 2015: 90 } } } }\n` })
  expect(bench.opened.levers.find(({ name }) => name === 'fund.budget')).toMatchObject({ value: 40, unit: 'million yuan per year', minimum: 0 })
  expect(bench.opened.quarters).toEqual(['2013Q1', '2013Q2', '2013Q3', '2013Q4'])
  expect(bench.opened.arms).toEqual([{ name: 'more', levers: { 'fund.budget': 80 } }])
})
