/** Two results beside each other, and what a batch will take. */
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { desk, SMALL } from './cinsim.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const { cinsim, write, read } = desk()
const table = (name: string): Record<string, string>[] => parse(read(name), { columns: true }) as Record<string, string>[]

beforeAll(() => {
  const text = SMALL.replace('replications: 2', 'replications: 4')
  write('one.yaml', text)
  write('two.yaml', text.replace('budget: 60', 'budget: 90'))
  write('luck.yaml', text.replace('seed: small', 'seed: another'))
  for (const name of ['one', 'two', 'luck']) expect(cinsim('run', `${name}.yaml`, '--out', name, '--quiet').status).toBe(0)
})

describe('compare', () => {
  test('pairs results of the same luck: what is alike differs by exactly 0, and the rest by what the files say', () => {
    const { status, stdout } = cinsim('compare', 'one', 'two', '--csv', 'differences.csv')
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^differ in {3}arms$[^]*same luck in both, so differences are paired/m)])
    const rows = table('differences.csv')
    const alike = rows.filter(({ arm, n }) => arm !== 'more' && n !== '0')
    expect(alike.length).toBeGreaterThan(200)
    expect(alike.every(({ difference }) => Number(difference) === 0)).toBe(true)
    const [first, second] = ['one', 'two'].map((name) => table(`${name}/effects.csv`).find((row) => row['arm'] === 'more' && row['metric'] === 'publicCost' && row['window'] === 'horizon')!)
    const cost = rows.find((row) => row['arm'] === 'more' && row['metric'] === 'publicCost' && row['window'] === 'horizon' && row['quantity'] === 'effect')!
    expect(Number(cost['first'])).toBeCloseTo(Number(first!['effect']), 9)
    expect(Number(cost['difference'])).toBeCloseTo(Number(second!['effect']) - Number(first!['effect']), 9)
  })

  test('takes results of other luck as independent', () => {
    const { stdout } = cinsim('compare', 'one', 'luck', '--metric', 'firms')
    expect(stdout).toMatch(/^differ in {3}seed \(small and another\)$/m)
    expect(stdout).toMatch(/the two have other luck, so they are independent/)
    expect(stdout).toMatch(/^firms +level +baseline +[\d,]+ +[\d,]+ +[+-][\d.]+ \[[+-]/m)
    expect(stdout).not.toMatch(/publicCost/)
  })

  test.each([
    [['one', 'nowhere'], /nowhere has no manifest\.json/],
    [['one', 'two', '--metric', 'firmz'], /did you mean "firms"/],
  ])('%j is refused in words', (args, message) => {
    expect(cinsim('compare', ...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(message) })
  })
})

describe('plan', () => {
  test('tells runs, time, memory, disk and replications, and writes nothing', () => {
    const { status, stdout } = cinsim('plan', 'one.yaml', '--replications', '50')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^runs +150: 3 in each of 50 replications; 800 quarters with burn-ins$/m)
    expect(stdout).toMatch(/^pieces +50,/m)
    expect(stdout).toMatch(/^time +about .* on one processor/m)
    // Twelve quarters of three runs in each replication, in series.csv a row each.
    expect(stdout).toMatch(/^series\.csv +600 /m)
    expect(stdout).toMatch(/^publicCost +\d+ +\d+ +\d+ +\d+$/m)
    expect(cinsim('run', 'one.yaml', '--out', 'plain', '--quiet').status).toBe(0)
  })

  test('has no replications to tell where there is no effect', () => {
    expect(cinsim('plan', 'one.yaml', '--pilot', '1').stdout).toMatch(/not told: that takes arms, and a pilot of two replications or more/)
  })

  test.each([[['--pilot', '0'], /--pilot 0: allowed/], [['--metric', 'firmz'], /no such metric or outcome/]])('%j is refused in words', (args, message) => {
    expect(cinsim('plan', 'one.yaml', ...args)).toMatchObject({ status: 2, stderr: expect.stringMatching(message) })
  })
})
