/** What a run can record beyond its series: the panel, networks, the groups of a trial. */
import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, RESULT, SMALL } from './cinsim.ts'

const { folder, cinsim, shell, write, read, files } = desk()
const rows = (path: string): Record<string, string>[] => parse(read(path), { columns: true })
beforeAll(() => write('small.yaml', SMALL))

describe('--panel and --networks', () => {
  const tables = ['firms', 'grants', 'loans', 'memberships', 'moves', 'ties']
  const runs = ['baseline', 'more', 'same'].map((arm) => `${arm}-0-0`)
  const flags = ['--replications', '1', '--quarters', '2', '--quiet']

  test('add a file for each table and run, described and hashed, and change no number', () => {
    expect(cinsim('run', 'small.yaml', ...flags, '--out', 'without').status).toBe(0)
    expect(cinsim('run', 'small.yaml', ...flags, '--panel', '--networks', '--out', 'looked')).toMatchObject({ status: 0, stdout: '', stderr: '' })
    for (const name of ['runs.csv', 'series.csv', 'effects.csv']) expect(read(`looked/${name}`)).toBe(read(`without/${name}`))
    const added = files().filter((name) => /^looked\/(panel|networks)\//.test(name))
    expect(added).toEqual([
      ...runs.map((run) => `looked/networks/${run}.gexf`),
      ...tables.flatMap((table) => runs.map((run) => `looked/panel/${table}/${run}.parquet`)),
    ])
    const manifest = JSON.parse(read('looked/manifest.json')) as { files: { name: string; bytes: number; sha256: string }[] }
    for (const name of added) {
      const content = readFileSync(join(folder, name))
      const listed = manifest.files.find((file) => `looked/${file.name}` === name)
      expect([listed?.bytes, listed?.sha256], name).toEqual([content.length, createHash('sha256').update(content).digest('hex')])
    }
    const { resources } = JSON.parse(read('looked/datapackage.json')) as { resources: { name: string; path: string[]; schema: { fields: { name: string }[] } }[] }
    const firms = resources.find(({ name }) => name === 'panel-firms')!
    expect(firms.path).toEqual(runs.map((run) => `panel/firms/${run}.parquet`))
    expect(firms.schema.fields.map(({ name }) => name)).toContain('rdSpending')
    expect(read('looked/networks/more-0-0.gexf')).toMatch(/mode="dynamic"[^]*<\/gexf>/)
  })

  test('give the same bytes again, and go when they are no longer asked for', () => {
    expect(cinsim('run', 'small.yaml', ...flags, '--panel', '--networks', '--out', 'looked-again').status).toBe(0)
    expect(read('looked-again/manifest.json')).toBe(read('looked/manifest.json'))
    expect(cinsim('run', 'small.yaml', ...flags, '--out', 'looked-again').status).toBe(0)
    expect(files().filter((name) => name.startsWith('looked-again/'))).toEqual(RESULT.map((name) => `looked-again/${name}`))
  })

  test('tell how much the panel takes before it is written, and leave nothing on a full disk', () => {
    expect(cinsim('check', 'small.yaml').stdout).toMatch(/with --panel +about \d+ [kM]B more on disk/)
    const { status, stderr } = shell('ulimit -f 60; cinsim run small.yaml --quarters 2 --panel --out full-panel')
    expect(stderr).toMatch(/The panel will take about \d+ [kM]B in full-panel\/panel[^]*cannot be written: the file would be larger/)
    expect(status).toBe(1)
    expect(existsSync(join(folder, 'full-panel'))).toBe(false)
  })
})

test('a trial has its groups in analysis.csv, which datapackage.json describes', () => {
  write('trial.yaml', SMALL.replace('name: small', 'name: trial').replace('  same: {}', '  half: { trial: { share: 0.5, policy: { fund: { matching: 0 } } } }'))
  expect(cinsim('run', 'trial.yaml', '--quiet')).toMatchObject({ status: 0, stderr: '' })
  const groups = rows('output/trial/analysis.csv').filter(({ group }) => ['treated', 'undrawn', 'others'].includes(group!))
  expect(new Set(groups.map(({ arm, group, statistic }) => `${arm} ${group} ${statistic}`))).toEqual(
    new Set(['treated', 'undrawn', 'others'].flatMap((group) => ['baseline', 'effect'].map((statistic) => `half ${group} ${statistic}`))),
  )
  const { resources } = JSON.parse(read('output/trial/datapackage.json')) as { resources: { path: string; schema: { fields: { name: string }[] } }[] }
  expect(resources.find(({ path }) => path === 'analysis.csv')!.schema.fields.map(({ name }) => name)).toEqual(Object.keys(groups[0]!))
})
