/** What a region says its facts are held against: every mistake is told with its place. */
import { expect, test } from 'vitest'
import { formatProblem } from '../../src/scenario/problem.ts'
import { head, load, problemsOf, regionText } from './fixture.ts'

const withCalibration = (lines: string) => load(head, { 'seeds/town.yaml': `${regionText}calibration:\n${lines}` })
const right = '  CF01: { moment: firms, role: input, why: as many are grown }'

test.each([
  right,
  '  CF01: { lever: fund.budget, quarter: 2012Q4, role: held out, why: nobody looked }',
  '  CF01: { parameter: lend.patience, per: 4, role: fitted, why: chosen with it in view }',
  '  CF01: { beyond: there are no firms in the model }',
])('%s', async (line) => {
  expect(Object.keys((await withCalibration(line)).region.calibration!)).toEqual(['CF01'])
})

test.each([
  ['{}', /calibration says nothing of the fact CF01[^]*allowed: an entry for every fact/],
  [`${right}\n  CF02: { beyond: none }`, /there is no fact CF02[^]*did you mean "CF01"/],
  ['  CF01: { moment: frims, role: input, why: w }', /frims is not a moment[^]*allowed: firms[^]*did you mean "firms"/],
  ['  CF01: { lever: fund.budgt, role: input, why: w }', /fund.budgt is not a lever[^]*did you mean "fund.budget"/],
  ['  CF01: { parameter: lend.patienc, role: input, why: w }', /lend.patienc is not a parameter[^]*did you mean "lend.patience"/],
  ['  CF01: { moment: firms, lever: fund.budget, role: input, why: w }', /CF01 has moment and lever[^]*allowed: one of moment, lever, parameter, beyond/],
  ['  CF01: { role: input, why: w }', /CF01 has none of them/],
  ['  CF01: { moment: firms, why: w }', /CF01 has no role[^]*input, fitted or held out/],
  ['  CF01: { moment: firms, role: input }', /CF01 has no why/],
  ['  CF01: { moment: firms, role: guessed, why: w }', /role is "guessed"[^]*allowed: input, fitted or held out/],
  ['  CF01: { moment: firms, quarter: 2012Q4, role: input, why: w }', /quarter says nothing about a fact with moment/],
  ['  CF01: { lever: fund.budget, quarter: 2012Q5, role: input, why: w }', /2012Q5[^]*allowed: a quarter such as 2012Q4/],
  ['  CF01: { lever: fund.budget, per: 2, role: input, why: w }', /per says nothing about a fact with lever/],
  ['  CF01: { beyond: b, role: input }', /role says nothing about a fact with beyond/],
  ['  CF01: { momnt: firms, role: input, why: w }', /momnt is not a key of a comparison[^]*did you mean "moment"/],
])('%s', async (lines, told) => {
  const problems = await problemsOf(withCalibration(lines === '{}' ? '  {}' : lines))
  expect(problems.map(formatProblem).join('\n')).toMatch(told)
  expect(problems.every(({ file, line }) => file === 'seeds/town.yaml' && line > 0)).toBe(true)
})

test('a region without what growing needs is told what is missing', async () => {
  const without = regionText.replace(/ {2}CF01:.*/, '  CF02: { meaning: m, value: 1, unit: u, year: 2012, source: s, mark: seed, confidence: high, tier: core }')
    .replace('staff:', 'stuff:').replaceAll('size:', 'sizes:')
  const told = (await problemsOf(load(head, { 'seeds/town.yaml': without }))).map(formatProblem).join('\n')
  expect(told).toMatch(/facts has no CF01[^]*allowed: at least CF01/)
  expect(told).toMatch(/population has no staff/)
  expect(told).toMatch(/sectors\.columns has no size/)
  const empty = regionText.replace('    trade: { size: 1 }', '    {}')
  expect((await problemsOf(load(head, { 'seeds/town.yaml': empty }))).map(({ message }) => message)).toEqual(['there is no sector'])
})
