/** A result that was tampered with is found out, and what differs is named. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, SMALL } from './cinsim.ts'

const { folder, cinsim, write, read } = desk()

beforeAll(() => {
  write('small.yaml', SMALL)
  expect(cinsim('run', 'small.yaml', '--quiet', '--out', 'whole').status).toBe(0)
})

/** Verifies a copy of the result in which `harm` has changed something. */
function verified(name: string, harm: (path: string) => void, ...flags: string[]): { status: number | null; stdout: string; stderr: string } {
  cpSync(join(folder, 'whole'), join(folder, name), { recursive: true })
  harm(name)
  return cinsim('verify', name, ...flags)
}
const edit = (path: string, change: (text: string) => string): void => {
  const [before, after] = [read(path), change(read(path))]
  expect(after).not.toBe(before)
  write(path, after)
}

test('a result as it was written is what it says, with every run simulated again', () => {
  expect(verified('same', () => {})).toMatchObject({ status: 0, stdout: expect.stringMatching(/^As it was: 11 files, 6 runs, 3 of them simulated again/) })
  expect(verified('all', () => {}, '--sample', 'all').stdout).toMatch(/6 of them simulated again/)
  expect(verified('none', () => {}, '--sample', '0').stdout).toMatch(/0 of them simulated again/)
})

describe('finds', () => {
  test('a changed digit, its row and its column', () => {
    const changed = (path: string): void => edit(`${path}/series.csv`, (text) => {
      const lines = text.split('\n')
      const cells = lines[3]!.split(',')
      cells[4] = cells[4]!.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
      return [...lines.slice(0, 3), cells.join(','), ...lines.slice(4)].join('\n')
    })
    const { status, stdout } = verified('digit', changed, '--sample', 'all')
    expect(status).toBe(1)
    expect(stdout).toMatch(/series\.csv is not the file that was written/)
    expect(stdout).toMatch(/arm baseline, replication 0: series\.csv, line 4, firms: \S+ stands there, \S+ comes out/)
  })

  test('a row that was taken away', () => {
    const { status, stdout } = verified('row', (path) => edit(`${path}/ledger.csv`, (text) => text.split('\n').filter((_, index) => index !== 5).join('\n')), '--sample', 'all')
    expect(status).toBe(1)
    expect(stdout).toMatch(/ledger\.csv is not the file that was written: it has \d+ bytes, not \d+/)
    expect(stdout).toMatch(/arm baseline, replication 0: ledger\.csv, line 6/)
  })

  test('a run that is not in its list, and a digest that is not its own', () => {
    expect(verified('run', (path) => edit(`${path}/runs.csv`, (text) => text.split('\n').filter((_, index) => index !== 2).join('\n'))).stdout).toMatch(/runs\.csv has 5 runs, not 6/)
    expect(verified('digest', (path) => edit(`${path}/runs.csv`, (text) => text.replace(/[0-9a-f]{64}/, 'f'.repeat(64)))).stdout).toMatch(
      /the digests of runs\.csv are not those of the manifest[^]*arm baseline, replication 0 does not come out the same/,
    )
  })

  test('another engine and another scenario, of which no run is simulated', () => {
    const { status, stdout } = verified('engine', (path) => edit(`${path}/manifest.json`, (text) => text.replace(/"source": "[0-9a-f]+"/, '"source": "0123456789abcdef"')))
    expect([status, stdout]).toEqual([1, expect.stringMatching(/it was made by engine 0123456789abcdef[^]*No run was simulated again/)])
    const other = verified('scenario', (path) => edit(`${path}/scenario.yaml`, (text) => text.replace('budget: 60', 'budget: 61')))
    expect([other.status, other.stdout]).toEqual([1, expect.stringMatching(/is not the scenario that the result is of[^]*No run was simulated again/)])
    expect(verified('broken', (path) => edit(`${path}/scenario.yaml`, (text) => text.replace('arms:', 'arm:'))).stdout).toMatch(/is no scenario any more/)
  })

  test('files that are gone', () => {
    for (const name of ['runs.csv', 'series.csv', 'effects.csv']) {
      const { status, stdout } = verified(`without-${name}`, (path) => rmSync(join(folder, path, name)))
      expect([status, stdout]).toEqual([1, expect.stringContaining(`${name} is missing`)])
    }
  })
})

test('what is no result, or no number of runs, is refused', () => {
  expect(cinsim('verify', '.')).toMatchObject({ status: 2, stderr: expect.stringMatching(/has no manifest\.json[^]*allowed/) })
  expect(cinsim('verify', 'whole', '--sample', 'some')).toMatchObject({ status: 2, stderr: expect.stringMatching(/--sample some: allowed is a whole number/) })
})
