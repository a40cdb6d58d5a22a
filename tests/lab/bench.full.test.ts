/** The page's bench comes to the digests of the command line, whatever levers were moved before. */
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { openScenario } from '../../src/lab/bench.ts'
import { desk } from '../cli/cinsim.ts'

const { cinsim, write, read } = desk()
const SCENARIO = 'version: 1\nname: small\nregion: classroom\nscale: 0.3\nquarters: 4\nburnIn: 4\nseed: small\npolicy: { fund: { budget: 40 } }\n'
const ARMS = {
  one: { 'fund.budget': 90 },
  two: { 'guarantee.governmentShare': 0.6, 'guarantee.bankShare': 0.1, 'talent.awards': 50 },
  three: { 'fund.shares.interest': 0.2, 'tax.highTechRate': 0.2 },
}

test('every arm has the digest that the command line has', async () => {
  write(
    'arms.yaml',
    `${SCENARIO}arms:
  one: { fund: { budget: 90 } }
  two: { guarantee: { governmentShare: 0.6, bankShare: 0.1 }, talent: { awards: 50 } }
  three: { fund: { shares: { interest: 0.2 } }, tax: { highTechRate: 0.2 } }
`,
  )
  expect(cinsim('run', 'arms.yaml', '--out', 'out', '--replications', '1', '--quiet')).toMatchObject({ status: 0, stderr: '' })
  const rows = parse(read('out/runs.csv'), { columns: true }) as Record<string, string>[]
  const digestOf = (arm: string): string => rows.find((row) => row['arm'] === arm)!['digest']!
  const bench = await openScenario(SCENARIO)
  expect((await bench.run('baseline', {}, () => {}, { aborted: false }))!.digest).toBe(digestOf('baseline'))
  for (const [arm, levers] of Object.entries(ARMS)) {
    const steps: number[] = []
    expect((await bench.run('yours', levers, (_arm, step) => steps.push(step), { aborted: false }))!.digest, arm).toBe(digestOf(arm))
    expect(steps).toEqual([0, 1, 2, 3])
  }
  expect((await bench.run('baseline', {}, () => {}, { aborted: false }))!.digest).toBe(digestOf('baseline'))
})

test('a scenario with a mistake is refused with its place', async () => {
  await expect(openScenario(SCENARIO.replace('budget: 40', 'budgt: 40'))).rejects.toThrow(/scenario\.yaml:8:.*budgt[^]*did you mean "fund.budget"/)
})

test('what shows levers knows the value that is in force', async () => {
  const { opened } = await openScenario(SCENARIO)
  expect(opened.levers.find(({ name }) => name === 'fund.budget')).toMatchObject({ value: 40, unit: 'million yuan per year', minimum: 0 })
  expect(opened.quarters).toEqual(['2013Q1', '2013Q2', '2013Q3', '2013Q4'])
})
