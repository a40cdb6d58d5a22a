/** The table at the head of README.md is made from a result, never typed. */
import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { effectsTable, withTable } from '../scripts/readme.ts'
import { metricKeys } from '../src/observe/metrics.ts'

const head = 'arm,point,metric,window,baseline,effect,relative,lower,upper,p,n'
const rows = ['A-financing', 'B-guarantees', 'C-information'].flatMap((arm, index) =>
  metricKeys.flatMap((metric) => [
    `${arm},0,${metric},horizon,0.2125,${index - 1},0,-0.0004,0.126,0.5,10`,
    `${arm},0,${metric},last4,9,9,9,9,9,9,9`,
  ]),
)
const table = effectsTable([head, ...rows].join('\n'))

test('shows effects over the horizon in the units of their lines', () => {
  expect(table).toContain('| technology firms with a partner, % | 21.3 | -100.0 [0.0, +12.6] | 0.0 [0.0, +12.6] | +100.0 [0.0, +12.6] |')
  expect(table).toContain('| public cost, million yuan | 0 | -1 [0, 0] | 0 [0, 0] | +1 [0, 0] |')
})

test('takes its place in the page, where a table with the same lines stands', () => {
  const page = readFileSync('README.md', 'utf8')
  const shape = (text: string): string => text.replace(/[-+]?[\d,]+\.?\d*(?=[\], |])/g, '#')
  expect(shape(withTable(page, table))).toBe(shape(page))
  expect(withTable(page, table)).toContain(table)
})
