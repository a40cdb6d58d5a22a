import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metricKeys } from '../../src/observe/metrics.ts'
import { dataPackageOf } from '../../src/records/manifest.ts'
import { runDigest, type RunRecord } from '../../src/records/run.ts'
import { csv, headerOf, ledgerRows, runRow, seriesRows, tables } from '../../src/records/tables.ts'
import { purposeNames } from '../../src/world/ledger.ts'
import { loadText } from '../support/scenarios.ts'

const flows = new Float64Array(purposeNames.length)
flows[purposeNames.indexOf('grants')] = 12.5
const metrics = Float64Array.from(metricKeys, (_, index) => (index === 1 ? NaN : index / 3))
const record: RunRecord = {
  arm: 'more, "much" more', point: 0, replication: 3, runKey: '00ff', status: 'failed', digest: '', failedAt: 2013 * 4 + 2,
  reason: 'divided by\nnothing', start: 2013 * 4, metrics: [metrics, metrics], flows: [flows, flows],
}

test('the columns are those of the contract', () => {
  const headers = Object.keys(tables).map((name) => headerOf(name as keyof typeof tables).trim())
  expect(headers).toEqual([
    'arm,point,replication,runKey,status,quarters,digest,failedAt,reason,replay',
    'point,baseline',
    `arm,point,replication,quarter,${metricKeys.join(',')}`,
    'arm,point,metric,window,mean,sd,lower,upper,n',
    'arm,point,metric,window,baseline,effect,relative,lower,upper,p,n',
    'arm,point,group,metric,window,statistic,value,lower,upper',
    'arm,metric,window,quantity,factor,other,statistic,value,lower,upper',
    'arm,point,replication,group,metric,window,value',
    'arm,point,replication,firms,living',
    'arm,point,replication,quarter,payer,payee,purpose,amount',
  ])
})

test('another reader of CSV gets back what was written, whatever the text', () => {
  const rows = parse(headerOf('runs.csv') + csv([runRow(record)]), { columns: true }) as Record<string, string>[]
  expect(rows).toEqual([
    {
      arm: 'more, "much" more', point: '0', replication: '3', runKey: '00ff', status: 'failed', quarters: '2', digest: '',
      failedAt: '2013Q3', reason: 'divided by\nnothing', replay: 'cinsim replay . 00ff',
    },
  ])
})

test('rows are written as the library writes them whole', () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('', '"', 'a,b', 'a\nb', '\r', ' ', 'a"b', '\uFEFF', '=1'))
  const rows = fc.array(fc.array(fc.oneof(texts, fc.integer(), fc.double({ noNaN: true })), { minLength: 1, maxLength: 6 }), { maxLength: 6 })
  fc.assert(fc.property(rows, (all) => void expect(csv(all)).toBe(stringify(all))))
})

test('numbers keep every digit, a missing one is an empty field', () => {
  const [row, next] = parse(csv(seriesRows(record))) as string[][]
  expect(row.slice(0, 4)).toEqual(['more, "much" more', '0', '3', '2013Q1'])
  expect(next[3]).toBe('2013Q2')
  expect(row[5]).toBe('')
  expect(row.slice(4).map(Number).filter((_, index) => index !== 1)).toEqual([...metrics].filter((value) => !Number.isNaN(value)))
})

test('a number that may be a fraction looks like one, so that no reader takes its column for whole numbers', () => {
  expect(csv([['a', 0, 3, 'size: micro', 'survival', 'horizon', 1], ['a', 0, 4, 'size: micro', 'survival', 'horizon', -0.5]], 'groups.csv')).toBe(
    'a,0,3,size: micro,survival,horizon,1.0\na,0,4,size: micro,survival,horizon,-0.5\n',
  )
  const [row] = parse(csv([[...runRow(record), 2, 1e21]], 'runs.csv')) as string[][]
  expect(row.slice(-2)).toEqual(['2.0', '1e+21'])
  expect(row[5]).toBe('2')
})

test('the ledger names payer, payee and purpose of what was paid', () => {
  expect(ledgerRows(record)).toEqual([
    ['more, "much" more', 0, 3, '2013Q1', 'government:sme-fund', 'firms', 'grants', 12.5],
    ['more, "much" more', 0, 3, '2013Q2', 'government:sme-fund', 'firms', 'grants', 12.5],
  ])
})

test('a digest changes with any number and with the final state', () => {
  const digest = runDigest(record, 'state')
  const other = flows.slice()
  other[0] = 1e-9
  expect(runDigest({ metrics: record.metrics, flows: [flows, other] }, 'state')).not.toBe(digest)
  expect(runDigest(record, 'another')).not.toBe(digest)
  expect(runDigest(record, 'state')).toBe(digest)
})

test('the data package describes every column of every table, in order', async () => {
  const { scenario } = await loadText('')
  const files = Object.keys(tables).map((name) => ({ name, bytes: 1, sha256: 'ab' }))
  const { resources } = dataPackageOf(scenario, [...files, { name: 'scenario.yaml', bytes: 1, sha256: 'cd' }]) as {
    resources: { path: string; schema: { fields: { name: string; type: string; description: string }[] } }[]
  }
  expect(resources.map(({ path }) => path)).toEqual(Object.keys(tables))
  for (const { path, schema } of resources) {
    expect(`${schema.fields.map(({ name }) => name).join(',')}\n`).toBe(headerOf(path as keyof typeof tables))
    for (const field of schema.fields) expect(field.description, field.name).not.toBe('')
  }
})
