import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { levers } from '../../src/mechanisms/levers.ts'
import { metricKeys } from '../../src/observe/metrics.ts'
import { desk, SMALL } from './cinsim.ts'

const { cinsim, shell, write, read, files } = desk()
beforeAll(() => write('small.yaml', SMALL))

const COMMANDS = ['run', 'new', 'check', 'list', 'network', 'digest', 'replay', 'verify', 'report', 'lab', 'schema']

describe('help', () => {
  test('names every command, and where to begin', () => {
    const { status, stdout } = cinsim('--help')
    expect(status).toBe(0)
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(stdout).toMatch(/\$ cinsim new my-policy/)
  })

  test.each(COMMANDS)('%s has help with an example', (command) => {
    const { status, stdout } = cinsim(command, '--help')
    expect(status).toBe(0)
    expect(stdout).toMatch(new RegExp(`Examples?:\n  \\$ cinsim ${command}`))
  })

  test('a help page is found wherever the flag stands, and loads no engine', () => {
    expect(cinsim('run', 'nowhere.yaml', '--help').status).toBe(0)
  })

  test('--version is that of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(cinsim('--version').stdout).toBe(`${version}\n`)
  })

  test.each([
    [['rnu'], /Did you mean run/],
    [['list', 'lever'], /did you mean "levers"/],
    [['run'], /missing required argument 'file'/],
    [['network', 'small.yaml', '--formt', 'csv'], /Did you mean --format/],
    [['network', 'small.yaml', '--format', 'pdf'], /gexf, graphml, json, csv/],
    [['schema', 'extra'], /too many arguments/],
    [[], /Commands:/],
  ])('%j ends with exit code 2', (args, message) => {
    const { status, stderr } = cinsim(...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
  })
})

describe('new and check', () => {
  test('what new writes runs', () => {
    expect(cinsim('new', 'my-policy')).toMatchObject({ status: 0, stdout: expect.stringContaining('cinsim run my-policy.yaml') })
    const { status, stdout } = cinsim('check', 'my-policy.yaml')
    expect(status).toBe(0)
    expect(stdout).toMatch(/nothing is wrong[^]*arms +baseline, [^]*runs +\d+ [^]*will take +about/)
    const size = ['--scale', '0.02', '--quarters', '1', '--burn-in', '1', '--replications', '1', '--quiet']
    expect(cinsim('run', 'my-policy.yaml', ...size)).toMatchObject({ status: 0, stderr: '' })
  })

  test('check tells which facts of the region the grown population misses, and with --facts those after the burn-in', () => {
    const quick = cinsim('check', 'small.yaml')
    expect(quick.stdout).toMatch(/facts +\d+ of \d+ that show before a run are met, \d+ more show with --facts, 7 the model cannot express; missed:\n +CF/)
    expect(quick.stdout).not.toMatch(/exit hazard/)
    const { status, stdout } = cinsim('check', 'small.yaml', '--facts')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^CF14 +exit hazard year 1 +share +0\.0100 to 0\.0300 +\S+ +(inside|no value|\S+ % (above|below)) +held out$/m)
    expect(stdout).toMatch(/\d+ of 54 facts are met[^]*cannot express:\n  CF04 /)
  })

  test('new leaves a file as it is, unless forced', () => {
    write('kept.yaml', 'mine')
    expect(cinsim('new', 'kept')).toMatchObject({ status: 2, stderr: expect.stringContaining('--force') })
    expect(read('kept.yaml')).toBe('mine')
    expect(cinsim('new', 'kept', '--force').status).toBe(0)
    expect(cinsim('new', '../outside')).toMatchObject({ status: 2, stdout: '' })
  })

  test('check tells all that is wrong, in every file', () => {
    write('wrong.yaml', SMALL.replace('quarters: 4', 'quartrs: 4').replace('budget: 60', 'budgt: 60'))
    const before = files()
    const { status, stdout, stderr } = cinsim('check', 'wrong.yaml', 'small.yaml', 'nowhere.yaml')
    expect(status).toBe(2)
    expect(stdout).toMatch(/^small\.yaml: nothing is wrong/m)
    expect(stderr).toMatch(/wrong\.yaml:6:1: [^]*did you mean "quarters"/)
    expect(stderr).toMatch(/wrong\.yaml:11:19: [^]*did you mean "fund.budget"/)
    expect(stderr).toMatch(/nowhere\.yaml: there is no such file/)
    expect(files()).toEqual(before)
  })
})

describe('list', () => {
  test.each(['levers', 'parameters', 'metrics', 'mechanisms', 'regions', 'scenarios'])('%s, for people and as JSON', (what) => {
    const json = JSON.parse(cinsim('list', what, '--json').stdout) as { name: string }[]
    const { status, stdout } = cinsim('list', what)
    expect(status).toBe(0)
    for (const { name } of json) expect(stdout).toContain(name)
    if (what === 'levers') expect(json.map(({ name }) => name)).toEqual(Object.keys(levers))
    if (what === 'metrics') expect(json.map(({ name }) => name)).toEqual(metricKeys)
  })

  test('numbers have unit, default, range, mark, source and meaning', () => {
    const json = JSON.parse(cinsim('list', 'parameters', '--json').stdout) as object[]
    for (const entry of json) {
      expect(Object.keys(entry)).toEqual(expect.arrayContaining(['name', 'unit', 'default', 'minimum', 'maximum', 'mark', 'source', 'meaning']))
    }
  })

  test('a reader that stops early is no error', () => {
    expect(shell('set -o pipefail; cinsim list parameters | head -1')).toMatchObject({ status: 0, stderr: '' })
  })
})

test('the committed schema is the one that the program gives', () => {
  expect(readFileSync('schema/scenario.schema.json', 'utf8')).toBe(cinsim('schema').stdout)
})
