/** A batch in parts, grown, or looked at again comes to the bytes of one that was run at once. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { desk, SMALL } from './cinsim.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const { folder, cinsim, shell, write, read } = desk()
const same = (one: string, other: string): void => expect(shell(`diff -r -x run.log ${one} ${other}`)).toMatchObject({ status: 0, stdout: '' })
const done = (...args: string[]): void => expect(cinsim(...args, '--quiet')).toMatchObject({ status: 0, stderr: '' })
const table = (name: string): Record<string, string>[] => parse(read(name), { columns: true }) as Record<string, string>[]
/** A copy of a result to try things on. */
function copy(of: string, to: string): string {
  cpSync(join(folder, of), join(folder, to), { recursive: true })
  return to
}

const MORE = SMALL.replace('replications: 2', 'replications: 5')
const DESIGNED = `${MORE.replace(/arms:[^]*?outcomes:/, 'outcomes:')}design:
  kind: grid
  factors:
    policy.fund.budget: [20, 40, 80]
    parameters.learn.transferRate: { range: [0.02, 0.1], steps: 2 }
`

beforeAll(() => {
  write('small.yaml', MORE)
  write('designed.yaml', DESIGNED)
  done('run', 'small.yaml', '--out', 'whole', '--panel', '--networks')
  done('run', 'small.yaml', '--out', 'plain')
  done('run', 'designed.yaml', '--out', 'points')
})

describe('parts', () => {
  test.each([1, 2, 5])('of %i, merged in any order, are the whole', (of) => {
    const parts = Array.from({ length: of }, (_, index) => `part-${index + 1}-of-${of}`)
    parts.forEach((part, index) => done('run', 'small.yaml', '--shard', `${index + 1}/${of}`, '--out', part, '--panel', '--networks', '--workers', index % 2 === 0 ? '1' : '2'))
    done('merge', ...parts.toReversed(), '--out', `merged-${of}`)
    same('whole', `merged-${of}`)
  })

  test('cut through the points of a design too', () => {
    for (const index of [1, 2, 3]) done('run', 'designed.yaml', '--shard', `${index}/3`, '--out', `points-${index}`)
    done('merge', 'points-1', 'points-2', 'points-3', '--out', 'points-merged')
    same('points', 'points-merged')
  })

  test('that are missing, begun or of another batch are told, and nothing is written', () => {
    done('run', 'small.yaml', '--shard', '1/3', '--out', 'third')
    const absent = cinsim('merge', 'third', '--out', 'never')
    expect([absent.status, absent.stderr]).toEqual([2, expect.stringMatching(/runs of small are missing:\n {2}part 2 of 3: cinsim run FILE --shard 2\/3\n {2}part 3 of 3/)])
    const other = cinsim('merge', 'third', 'points', '--out', 'never')
    expect([other.status, other.stderr]).toEqual([2, expect.stringMatching(/points is of another scenario than third/)])
    const nothing = cinsim('merge', 'third', 'nowhere', '--out', 'never')
    expect([nothing.status, nothing.stderr]).toEqual([2, expect.stringMatching(/nowhere has no manifest\.json/)])
    expect(shell('ls never').status).not.toBe(0)
  })

  test.each(['0/2', '3/2', '2', 'a/b', '1/0'])('%s is no part', (shard) => {
    const { status, stderr } = cinsim('run', 'small.yaml', '--shard', shard, '--out', 'never')
    expect([status, stderr]).toEqual([2, expect.stringMatching(/--shard .*: allowed is a part of how many/)])
  })
})

test.each([2, 3, 7])('with %i workers a batch and a design have the same bytes', (workers) => {
  done('run', 'small.yaml', '--out', `whole-by-${workers}`, '--panel', '--networks', '--workers', String(workers))
  same('whole', `whole-by-${workers}`)
  done('run', 'designed.yaml', '--out', `points-by-${workers}`, '--workers', String(workers))
  same('points', `points-by-${workers}`)
})

describe('a finished result', () => {
  test('grows by replications', () => {
    done('run', 'small.yaml', '--replications', '2', '--out', 'grown', '--panel', '--networks')
    const { status, stderr } = cinsim('extend', 'grown', '--replications', '5')
    expect([status, stderr]).toEqual([0, expect.stringMatching(/grown: 6 runs are known already/)])
    same('whole', 'grown')
  })

  test('grows by an arm', () => {
    write('arm.yaml', MORE.replace('same: {}', 'same: {}\n  third: { fund: { budget: 90 } }'))
    done('run', 'arm.yaml', '--out', 'at-once')
    expect(cinsim('extend', copy('plain', 'by-arm'), 'arm.yaml').stderr).toMatch(/by-arm: 15 runs are known already/)
    same('at-once', 'by-arm')
  })

  test('is analysed again to the same bytes, and told to be finished when it is run again', () => {
    done('analyse', copy('plain', 'analysed'))
    same('plain', 'analysed')
    expect(cinsim('run', 'small.yaml', '--out', 'plain')).toMatchObject({ status: 0, stdout: expect.stringMatching(/plain is finished; there is nothing to do/) })
  })

  test.each([
    ['another region or time', MORE.replace('quarters: 4', 'quarters: 5'), /is of another quarters, so none of its runs would stay/],
    ['another policy', `${MORE}policy: { fund: { budget: 30 } }\n`, /is of another policy/],
  ])('does not grow by %s', (_, text, message) => {
    write('other.yaml', text)
    const { status, stderr } = cinsim('extend', 'plain', 'other.yaml')
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
  })

  test('of another engine, or changed since, is refused', () => {
    const foreign = join(folder, copy('plain', 'foreign'), 'manifest.json')
    writeFileSync(foreign, readFileSync(foreign, 'utf8').replace(/"source": "\w+"/, '"source": "0123456789abcdef"'))
    for (const command of [['extend', 'foreign', '--replications', '6'], ['analyse', 'foreign'], ['merge', 'foreign', '--out', 'never']]) {
      expect(cinsim(...command)).toMatchObject({ status: 2, stderr: expect.stringMatching(/made by engine 0123456789abcdef/) })
    }
    const changed = join(folder, copy('plain', 'changed'), 'series.csv')
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('1', '2'))
    expect(cinsim('extend', 'changed', '--replications', '6')).toMatchObject({ status: 2, stderr: expect.stringMatching(/changed: series\.csv is not the file that was written/) })
  })
})

test('only runs that failed are simulated again when that is asked for', () => {
  write('rule.yaml', MORE.replace('same: {}', 'same: { fund: { budget: "t < 2 ? 20 : 20 / (t - 2)" } }'))
  expect(cinsim('run', 'rule.yaml', '--out', 'failing', '--quiet')).toMatchObject({ status: 1, stderr: expect.stringMatching(/cinsim resume failing --retry-failed/) })
  copy('failing', 'failed')
  expect(cinsim('resume', 'failing', '--retry-failed')).toMatchObject({ status: 1, stderr: expect.stringMatching(/failing: 10 runs are known already/) })
  same('failed', 'failing')
})

describe('a precision', () => {
  const precise = (halfWidth: string, max = 20): string =>
    MORE.replace('replications: 5', `precision: { metric: firms, arms: [more], halfWidth: ${halfWidth}, max: ${max} }`)

  let told: string | undefined
  /** What a run says that is precise enough at the first look. */
  const rough = (): string => {
    write('rough.yaml', precise('50%'))
    return (told ??= cinsim('run', 'rough.yaml', '--out', 'rough').stdout)
  }

  test('ends at the first look at which effects are known so well, whoever simulates', () => {
    expect(rough()).toMatch(/Precision of firms: [\d.]+ % of the baseline's mean after 10 replications, 50 % asked for\.$/m)
    write('fine.yaml', precise('1e-9'))
    expect(cinsim('run', 'fine.yaml', '--out', 'fine', '--workers', '2').stdout).toMatch(/after 20 replications, .*: not reached, since max ends it/)
    expect(new Set(table('fine/runs.csv').map(({ replication }) => replication)).size).toBe(20)
    done('run', 'fine.yaml', '--out', 'fine-1', '--workers', '1')
    same('fine', 'fine-1')
  })

  test('goes from look to look in parts', () => {
    const [, reached] = /firms: ([\d.]+) % of the baseline's mean after 10/.exec(rough())!
    write('look.yaml', precise(`${0.85 * Number(reached)}%`, 80))
    done('run', 'look.yaml', '--out', 'look')
    for (const index of [1, 2]) done('run', 'look.yaml', '--shard', `${index}/2`, '--out', `look-${index}`)
    const first = cinsim('merge', 'look-1', 'look-2', '--out', 'looked')
    expect(first).toMatchObject({ status: 2, stderr: expect.stringMatching(/not known well enough after 10 replications[^]*cinsim extend look-1 --replications 20/) })
    for (const look of [20, 40, 80]) {
      for (const index of [1, 2]) done('extend', `look-${index}`, '--replications', String(look))
      if (cinsim('merge', 'look-1', 'look-2', '--out', 'looked', '--quiet').status === 0) break
    }
    same('look', 'looked')
  })

  test.each([
    ['halfWidth: 0', /halfWidth is 0/], ['halfWidth: "2 percent"', /a percentage such as 2%/], ['metric: firmz, halfWidth: 2%', /did you mean "firms"/],
    ['arms: [mor], halfWidth: 2%', /did you mean "more"/], ['halfWidth: 2%, most: 3', /most is not a key of a precision/],
  ])('%s is refused with its place', (keys, message) => {
    write('wrong.yaml', MORE.replace('replications: 5', `precision: { ${keys.includes('metric') ? '' : 'metric: firms, '}${keys} }`))
    const { status, stderr } = cinsim('check', 'wrong.yaml')
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^wrong\.yaml:8:\d+: /m)
  })
})

describe('a design', () => {
  test('has its points in a table, its factors in runs.csv, and pairs each point with the baseline of its uncertainties', () => {
    expect(read('points/design.csv')).toBe(`point,baseline,policy.fund.budget,parameters.learn.transferRate
1,1,20.0,0.02
2,1,40.0,0.02
3,1,80.0,0.02
4,4,20.0,0.1
5,4,40.0,0.1
6,4,80.0,0.1
`)
    const runs = table('points/runs.csv')
    expect(runs).toHaveLength(5 * 8)
    expect(runs.slice(4, 6).map((row) => [row['arm'], row['point'], row['policy.fund.budget'], row['parameters.learn.transferRate']])).toEqual([
      ['baseline', '4', '', '0.1'], ['design', '4', '20.0', '0.1'],
    ])
    const series = table('points/series.csv')
    const mean = (arm: string, point: string, of = series.filter((row) => row['arm'] === arm && row['point'] === point)): number =>
      of.reduce((sum, row) => sum + Number(row['publicCost']), 0) / of.length
    for (const [point, base] of [['3', '1'], ['6', '4']] as const) {
      const effect = table('points/effects.csv').find((row) => row['point'] === point && row['metric'] === 'publicCost' && row['window'] === 'horizon')!
      expect(Number(effect['effect'])).toBeCloseTo(mean('design', point) - mean('baseline', base), 9)
    }
  })

  test('gives at a point the run that a scenario with these values has', () => {
    write('alone.yaml', `${MORE.replace('same: {}', 'same: { fund: { budget: 80 } }')}parameters: { learn: { transferRate: 0.1 } }\n`)
    done('run', 'alone.yaml', '--out', 'alone')
    const digests = (name: string, arm: string, point: string): string[] =>
      table(name).filter((row) => row['arm'] === arm && row['point'] === point).map((row) => row['digest']!)
    expect(digests('points/runs.csv', 'design', '6')).toEqual(digests('alone/runs.csv', 'same', '0'))
    expect(digests('points/runs.csv', 'baseline', '4')).toEqual(digests('alone/runs.csv', 'baseline', '0'))
  })

  test('of uncertainties alone keeps the arms, each held against the baseline of its point', () => {
    write('uncertain.yaml', `${MORE}design: { kind: zip, factors: { parameters.learn.transferRate: [0.02, 0.1], policy.fund.budget: { values: [20, 30], role: uncertainty } } }\n`)
    done('run', 'uncertain.yaml', '--out', 'uncertain')
    expect(read('uncertain/design.csv')).toBe('point,baseline,parameters.learn.transferRate,policy.fund.budget\n1,1,0.02,20.0\n2,2,0.1,30.0\n')
    expect(table('uncertain/runs.csv').slice(0, 6).map(({ arm, point }) => `${arm} ${point}`)).toEqual(['baseline 1', 'more 1', 'same 1', 'baseline 2', 'more 2', 'same 2'])
    const same = table('uncertain/effects.csv').filter(({ arm, n }) => arm === 'same' && n !== '0')
    expect(same.every(({ effect }) => Number(effect) === 0)).toBe(true)
  })

  test('reads a table, and is the zip of its columns', () => {
    write('points.csv', 'policy.fund.budget,parameters.learn.transferRate\n20,0.02\n80,0.1\n')
    write('table.yaml', `${DESIGNED.replace(/design:[^]*/, '')}design: { kind: table, file: points.csv }\n`)
    write('zip.yaml', `${DESIGNED.replace(/design:[^]*/, '')}design: { kind: zip, factors: { policy.fund.budget: [20, 80], parameters.learn.transferRate: [0.02, 0.1] } }\n`)
    done('run', 'table.yaml', '--out', 'table')
    done('run', 'zip.yaml', '--out', 'zip')
    same('table', 'zip')
  })

  test('is verified and replayed like any result', () => {
    expect(cinsim('verify', 'points', '--sample', '9')).toMatchObject({ status: 0, stdout: expect.stringMatching(/40 runs, 9 of them simulated again to the bit/) })
    const { runKey } = table('points/runs.csv').at(-1)!
    expect(cinsim('replay', 'points', runKey!)).toMatchObject({ status: 0 })
  })

  const wrong = (design: string, text = DESIGNED): { status: number | null; stderr: string } => {
    write('wrong.yaml', text.replace(/design:[^]*/, `design:\n${design}`))
    return cinsim('check', 'wrong.yaml')
  }
  test.each([
    ['  kind: gridd\n', /wrong\.yaml:\d+:9: design\.kind is "gridd"/],
    ['  kind: grid\n', /the design has no factors/],
    ['  kind: grid\n  factors: { policy.fund.budgt: [1] }\n', /did you mean "policy\.fund\.budget"/],
    ['  kind: grid\n  factors: { fund.budget: [1] }\n', /did you mean "policy\.fund\.budget"/],
    ['  kind: grid\n  factors: { policy.fund.budget: [-1] }\n', /policy\.fund\.budget is -1[^]*a number from 0/],
    ['  kind: grid\n  factors: { policy.fund.budget: { range: [1, 2] } }\n', /has no values[^]*range and steps/],
    ['  kind: grid\n  factors: { policy.fund.budget: { range: [1, 2], step: 2 } }\n', /step is not a key of a factor[^]*did you mean "steps"/],
    ['  kind: grid\n  samples: 3\n  factors: { policy.fund.budget: [1] }\n', /samples of grid/],
    ['  kind: zip\n  factors: { policy.fund.budget: [1, 2], policy.fund.matching: [0] }\n', /factors with 2, 1 values/],
    ['  kind: table\n  file: nowhere.csv\n', /nowhere\.csv: there is no such file/],
    ['  kind: grid\n  factors: { policy.fund.budget: [1] }\narms: { more: {} }\n', /arms beside a design with levers/],
  ])('%j is refused with its place', (design, message) => {
    const { status, stderr } = wrong(design)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  test('a table with a wrong number names its file and line', () => {
    write('wrong.csv', 'policy.fund.budget\n20\nmany\n')
    expect(wrong('  kind: table\n  file: wrong.csv\n').stderr).toMatch(/wrong\.csv:3:1: policy\.fund\.budget is "many"/)
    write('wrong.csv', 'policy.fund.budgets\n20\n')
    expect(wrong('  kind: table\n  file: wrong.csv\n').stderr).toMatch(/wrong\.csv:1:1: [^]*did you mean "policy\.fund\.budget"/)
  })
})
