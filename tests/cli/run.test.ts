import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, LASTING, main, RESULT, SMALL } from './cinsim.ts'

const { folder, cinsim, shell, write, read, files } = desk()
const rows = (path: string): Record<string, string>[] => parse(read(path), { columns: true })

beforeAll(() => {
  write('small.yaml', SMALL)
  const { status, stderr } = cinsim('run', 'small.yaml')
  expect(status, stderr).toBe(0)
})

describe('a run', () => {
  test('leaves the files of the contract and nothing else', () => {
    expect(files()).toEqual([...RESULT.map((name) => `output/small/${name}`), 'small.yaml'])
  })

  test('has a row for each arm and replication, each done', () => {
    expect(rows('output/small/runs.csv').map(({ arm, replication, status, quarters }) => [arm, replication, status, quarters])).toEqual(
      ['0', '1'].flatMap((replication) => ['baseline', 'more', 'same'].map((arm) => [arm, replication, 'done', '4'])),
    )
    expect(rows('output/small/series.csv')).toHaveLength(6 * 4)
  })

  test('shows the effect of a policy, exactly 0 for an arm like the baseline', () => {
    const effects = rows('output/small/effects.csv')
    const of = (arm: string, metric: string): Record<string, string> =>
      effects.find((row) => row['arm'] === arm && row['metric'] === metric && row['window'] === 'horizon')!
    expect(Number(of('more', 'grantsAwarded')['effect'])).toBeGreaterThan(0)
    expect(of('more', 'cost')['n']).toBe('2')
    const same = effects.filter((row) => row['arm'] === 'same' && row['n'] === '2')
    expect(same.length).toBeGreaterThan(200)
    expect(same.every(({ effect, lower, upper, p }) => [effect, lower, upper].every((value) => value === '0.0') && p === '')).toBe(true)
  })

  test("adds up: what each quarter's ledger says was paid by instruments is the public cost", () => {
    const ledger = rows('output/small/ledger.csv')
    for (const { arm, replication, quarter, publicCost } of rows('output/small/series.csv')) {
      const own = ledger.filter((row) => row['arm'] === arm && row['replication'] === replication && row['quarter'] === quarter)
      const isInstrument = (sector = ''): boolean => sector.startsWith('government:') && sector !== 'government:treasury'
      const isPublic = (sector = ''): boolean => sector.startsWith('government:')
      const cost = own.reduce((sum, { payer, payee, amount }) => {
        if (isInstrument(payer) && !isPublic(payee)) return sum + Number(amount)
        return isInstrument(payee) && !isPublic(payer) ? sum - Number(amount) : sum
      }, 0)
      expect(cost).toBeCloseTo(Number(publicCost), 9)
    }
  })

  test('has a manifest with the size and hash of every data file', () => {
    const manifest = JSON.parse(read('output/small/manifest.json')) as { files: { name: string; bytes: number; sha256: string }[] }
    expect(manifest.files.map(({ name }) => name).toSorted()).toEqual(RESULT.filter((name) => !/manifest|run\.log/.test(name)))
    for (const { name, bytes, sha256 } of manifest.files) {
      const content = readFileSync(join(folder, 'output/small', name))
      expect([content.length, createHash('sha256').update(content).digest('hex')], name).toEqual([bytes, sha256])
    }
  })

  test('gives the same bytes again, and so does the scenario that it leaves', () => {
    expect(cinsim('run', 'small.yaml', '--out', 'again', '--quiet')).toMatchObject({ status: 0, stdout: '', stderr: '' })
    expect(cinsim('run', 'output/small/scenario.yaml', '--out', 'third', '--quiet').status).toBe(0)
    for (const name of LASTING) {
      expect(read(join('again', name)), name).toBe(read(join('output/small', name)))
      expect(read(join('third', name)), name).toBe(read(join('output/small', name)))
    }
  })

  test('ends with a table of effects and the place of the results', () => {
    const { stdout } = cinsim('run', 'small.yaml', '--force')
    expect(stdout).toMatch(/^metric +baseline +more +same$/m)
    expect(stdout).toMatch(/^innovationRate +[\d.,]+ +[+-][\d.]+ \[[^\]]+\] +0 \[0, 0\]$/m)
    expect(stdout).toMatch(/^cost /m)
    expect(stdout).toMatch(/output\/small$/m)
  })
})

describe('flags', () => {
  test('lay over the file', () => {
    const flags = ['--quarters', '2', '--replications', '3', '--arm', 'more', '--set', 'policy.fund.budget=40', '--seed', 'x', '--scale', '0.4']
    expect(cinsim('run', 'small.yaml', ...flags, '--out', 'flags', '--quiet').status).toBe(0)
    expect(read('flags/scenario.yaml')).toMatch(/quarters: 2[^]*replications: 3[^]*seed: x[^]*budget: 40/)
    expect(rows('flags/runs.csv').map(({ arm }) => arm)).toEqual(['baseline', 'more', 'baseline', 'more', 'baseline', 'more'])
  })

  test('one replication is the same run as among all', () => {
    expect(cinsim('run', 'small.yaml', '--replication', '1', '--out', 'one', '--quiet').status).toBe(0)
    expect(rows('one/runs.csv')).toEqual(rows('output/small/runs.csv').filter(({ replication }) => replication === '1'))
    expect(rows('one/effects.csv')[0]).toMatchObject({ lower: '', upper: '', p: '', n: '1' })
  })

})

describe('what goes wrong', () => {
  test('a run that fails is told, with the command that repeats it; the others are there', () => {
    write('failing.yaml', SMALL.replace('name: small', 'name: failing').replace('  same: {}', '  rule: { fund: { budget: "20 / (t - 2)" } }'))
    const { status, stdout, stderr } = cinsim('run', 'failing.yaml')
    expect(status).toBe(1)
    expect(stdout).toMatch(/output\/failing/)
    const key = rows('output/failing/runs.csv').find(({ arm }) => arm === 'rule')!['runKey']!
    expect(stderr).toMatch(/failed: arm rule, replication 0 in 2013Q1: .*fund\.budget would be -10/)
    expect(stderr).toContain(`cinsim replay output/failing ${key}`)
    expect(rows('output/failing/effects.csv').filter(({ arm }) => arm === 'rule')).toEqual([])
    expect(cinsim('replay', 'output/failing', key)).toMatchObject({ status: 0, stdout: expect.stringContaining('The same') })
  })

  test('a folder of another scenario is left alone', () => {
    const before = read('output/small/manifest.json')
    const { status, stderr } = cinsim('run', 'small.yaml', '--replications', '3')
    expect(status).toBe(2)
    expect(stderr).toMatch(/output\/small holds the result of another scenario.*\n.*--out DIR, or --force/)
    expect(read('output/small/manifest.json')).toBe(before)
  })

  test('with several scenarios every mistake is told before anything runs', () => {
    write('wrong.yaml', SMALL.replace('scale: 0.3', 'scale: 3'))
    const { status, stderr } = cinsim('run', 'wrong.yaml', 'nowhere.yaml', 'small.yaml', '--out', 'never')
    expect(status).toBe(2)
    expect(stderr).toMatch(/wrong\.yaml:5:8: [^]*nowhere\.yaml: there is no such file/)
    expect(existsSync(join(folder, 'never'))).toBe(false)
    expect(cinsim('run', 'small.yaml', 'small.yaml', '--out', 'never').stderr).toMatch(/like those of small\.yaml/)
  })

  test.each([
    [['--audit', 'never'], /allowed are every, end, off/],
    [['--replication', '1', '--replications', '2'], /give one of them/],
    [['--replication', '-1'], /allowed is a whole number/],
    [['--quarters', 'ten'], /--quarters ten: /],
    [['--arm', 'mor'], /did you mean "more"/],
    [['--set', 'policy.fund.budgt=3'], /did you mean "policy.fund.budget"/],
    [['--workers', '0'], /allowed is a whole number from 1 to 256/],
    [['--replicatons', '3'], /Did you mean --replications/],
  ])('%j is refused in words', (flags, message) => {
    const { status, stdout, stderr } = cinsim('run', 'small.yaml', '--out', 'never', ...flags)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
    expect(existsSync(join(folder, 'never'))).toBe(false)
  })

  // A limit on the size of files stands in for a full disk: the same call fails in the same way.
  test('a disk that takes no more leaves nothing half-written', () => {
    const { status, stderr } = shell('ulimit -f 1; cinsim run small.yaml --out full --quiet')
    expect(stderr).toMatch(/full.* cannot be written: the file would be larger than is allowed here/)
    expect(status).toBe(1)
    expect(existsSync(join(folder, 'full'))).toBe(false)
  })

  /** Ctrl-C once so many runs have been kept. */
  async function interrupted(out: string, runs: number): Promise<{ code: number | null; stderr: string }> {
    const child = spawn(process.execPath, [main, 'run', 'small.yaml', '--workers', '1', '--replications', '60', '--out', out], { cwd: folder })
    let stderr = ''
    child.stderr.on('data', (text) => (stderr += text))
    const journal = join(folder, out, '.partial/journal')
    while (!existsSync(journal) || readFileSync(journal, 'utf8').split('\n').length < 2 + runs) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    child.kill('SIGINT')
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
    return { code, stderr }
  }

  test('Ctrl-C ends it soon with exit code 130, no file under its name, and what is finished kept', async () => {
    const { code, stderr } = await interrupted('stopped here', 2)
    expect(code).toBe(130)
    expect(stderr).toMatch(/Interrupted: \d+ of 180 runs are kept: the same command, or cinsim resume 'stopped here', does the others/)
    expect(files().filter((name) => name.startsWith('stopped here/') && !name.startsWith('stopped here/.partial/'))).toEqual([])
  })
})
