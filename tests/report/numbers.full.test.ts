/** Every number of a report stands in the files of the result, and no number stands outside of what says where it comes from. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { standingNames } from '../../src/observe/standings.ts'
import { catalogueOf } from '../../src/experiment/catalogue.ts'
import { nodeFiles } from '../../src/host/files.ts'
import { loadScenario } from '../../src/index.ts'
import { desk } from '../cli/cinsim.ts'
import { type Element, isRoundingOf, linkedData, lookUpIn, numbersOf, pageOf, quotedOf, strayDigits } from './page.ts'

const SCENARIO = `version: 1
name: hostile
question: 'Does <script>alert(1)</script> & "money" help in 2013?'
region: classroom
scale: 0.4
quarters: 6
burnIn: 4
replications: 4
seed: report
policy: { fund: { matching: 0.9 } }
parameters: { learn: { transferRate: 0.02 } }
arms:
  more-2014: { fund: { budget: 60 } }
  shared: { guarantee: { governmentShare: { 2013Q3: 0.4 } } }
  both: { fund: { budget: 60 }, guarantee: { governmentShare: { 2013Q3: 0.4 } } }
  same: {}
  lottery:
    trial: { where: 'technology == 1', share: 0.5, policy: { fund: { matching: 0 } } }
outcomes:
  costOf1: 'publicCost / max(1, innovations)'
  odd: '1 < 2 ? rdSpending : 0'
`

const { folder, cinsim, write } = desk()
let page: Element
let text: string
let lookUp: (at: string) => number

beforeAll(async () => {
  write('hostile.yaml', SCENARIO)
  const run = cinsim('run', 'hostile.yaml', '--out', 'result', '--quiet')
  expect(run).toMatchObject({ status: 0, stderr: '' })
  const told = cinsim('report', 'result')
  expect(told).toMatchObject({ status: 0, stderr: '', stdout: 'result/report.html\n' })
  text = readFileSync(join(folder, 'result', 'report.html'), 'utf8')
  page = pageOf(text)
  const { region } = await loadScenario(join(folder, 'result', 'scenario.yaml'), nodeFiles)
  lookUp = lookUpIn(join(folder, 'result'), region)
}, 120_000)

/** A sum may be added up in another order; what stands in a file stands there to the last digit. */
const near = (one: number, other: number, at: string): boolean =>
  Object.is(one, other) || (at.startsWith('ledger.csv') && Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1))

describe('numbers', () => {
  test('there are many, of every file that the report tells of', () => {
    const numbers = numbersOf(page)
    expect(numbers.length).toBeGreaterThan(1500)
    for (const file of ['effects.csv', 'analysis.csv', 'ledger.csv', 'series.csv', 'runs.csv', 'scenario.yaml', 'manifest.json', 'catalogue', 'region']) {
      expect(numbers.filter(({ at }) => at.startsWith(file)), file).not.toEqual([])
    }
  })

  test('each is what stands where it says it stands', () => {
    const wrong = numbersOf(page).filter(({ at, value }) => !at.startsWith('#') && !near(value, lookUp(at), at))
    expect(wrong.map((number) => ({ ...number, found: lookUp(number.at) }))).toEqual([])
  })

  test('each is shown as its value, rounded', () => {
    expect(numbersOf(page).filter((number) => !isRoundingOf(number))).toEqual([])
  })

  test('what is counted in the pictures of the network is what the network has', () => {
    const counted = numbersOf(page).filter(({ at }) => at.startsWith('#'))
    expect(counted).toHaveLength(9)
    for (const { at, value } of counted) {
      const [, id, what] = /^#(.*):(.*)$/.exec(at)!
      const [, arm, quarter] = /^network-(.*)-(\d{4}q\d)$/.exec(id)!
      if (what === 'circles') expect([...page.querySelector(`[id="${id}"]`)!.querySelectorAll('circle')]).toHaveLength(value)
      else expect(networkCount(arm, quarter.toUpperCase(), what), at).toBe(value)
    }
  })

  const exported = new Map<string, string>()

  /** From the export of the network: organisations that collaborate, or those of the largest component. */
  function networkCount(arm: string, quarter: string, what: string): number {
    const key = `${arm} ${quarter}`
    const text = exported.get(key) ?? networkOf(arm, quarter)
    exported.set(key, text)
    const { links } = JSON.parse(text) as { links: { source: string; target: string; relation: string }[] }
    const groups = new Map<string, Set<string>>()
    for (const { source, target } of links.filter(({ relation }) => relation === 'collaboration')) {
      const joined = new Set([...(groups.get(source) ?? [source]), ...(groups.get(target) ?? [target])])
      for (const member of joined) groups.set(member, joined)
    }
    return what === 'all' ? groups.size : Math.max(...[...groups.values()].map(({ size }) => size))
  }

  function networkOf(arm: string, quarter: string): string {
    const replication = String(numbersOf(page).find(({ at }) => at.endsWith(':replication'))!.value)
    return cinsim('network', 'result/scenario.yaml', '--arm', arm, '--at', quarter, '--replication', replication, '--format', 'json').stdout
  }

  test('no digit stands in the text outside of a number', () => {
    expect(strayDigits(page)).toEqual([])
  })

  test('names, units and sources with digits are those of the scenario and of the catalogue', () => {
    const known = [JSON.stringify(catalogueOf()).replaceAll('\\"', '"'), readFileSync(join(folder, 'result', 'scenario.yaml'), 'utf8'), readFileSync('seeds/classroom.yaml', 'utf8'), ...standingNames([])].join('\n').replace(/\s+/g, ' ')
    const isKnown = (quoted: string): boolean =>
      known.includes(quoted) || known.includes(quoted.replace('%', 'share').replace('percentage points', 'share')) || /^\d{4}Q[1-4]$/.test(quoted)
    expect(quotedOf(page).filter((quoted) => !isKnown(quoted.trim()))).toEqual([])
  })
})

describe('figures', () => {
  test('each has a picture with words, and the data that it shows, with their places', () => {
    const figures = [...page.querySelectorAll('figure')]
    expect(figures.length).toBeGreaterThan(40)
    for (const figure of figures) {
      const svg = figure.querySelector('svg')!
      expect(svg.getAttribute('role')).toBe('img')
      const [title, told] = svg.getAttribute('aria-labelledby')!.split(' ')
      expect(figure.querySelector(`[id="${title}"]`)!.textContent).not.toBe('')
      expect(figure.querySelector(`[id="${told}"]`)!.textContent).toMatch(/\d/)
      expect(figure.querySelector('figcaption strong')!.textContent).not.toBe('')
    }
    expect(linkedData(page)).toHaveLength(figures.length)
  })

  test('what is drawn is what stands in the files', () => {
    for (const { name, rows } of linkedData(page)) {
      expect(rows.length, name).toBeGreaterThan(0)
      for (const row of rows) {
        const { source } = row
        if (source === undefined) continue
        for (const column of ['effect', 'mean', 'amount', 'lower', 'upper'].filter((key) => key in row)) {
          const at = placeOf(source, column)
          expect(near(row[column] === '' ? NaN : Number(row[column]), lookUp(at), at), `${name} ${at} ${row[column]}`).toBe(true)
        }
      }
    }
  })

  /** Where a column of a row of a link stands; `source` of a sum is where its mean does. */
  function placeOf(source: string, column: string): string {
    const isBound = column === 'lower' || column === 'upper'
    if (source.startsWith('ledger.csv')) return isBound ? source.replace(/mean$/, column) : source
    return `${source}:${source.startsWith('analysis.csv') && !isBound ? 'value' : column}`
  }
})

describe('page', () => {
  test('what the scenario says is text, not markup', () => {
    expect(text).not.toContain('<script')
    expect(page.querySelector('h1')!.textContent).toBe('Does <script>alert(1)</script> & "money" help in 2013?')
  })

  test('nothing is fetched from anywhere', () => {
    const addresses = [...text.matchAll(/\b(?:href|src|url|action)\s*[=(]\s*["']?([^"')>\s]*)/g)].map(([, address]) => address)
    expect(addresses.length).toBeGreaterThan(40)
    expect(addresses.filter((address) => !/^(#|data:text\/csv)/.test(address))).toEqual([])
    expect(text).not.toMatch(/@import|<link|<iframe|<img/)
  })

  test('no id is given twice, and every link within the page leads somewhere', () => {
    const ids = [...page.querySelectorAll('[id]')].map((element) => element.getAttribute('id')!)
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([])
    const links = [...page.querySelectorAll('nav a')].map((element) => element.getAttribute('href')!.slice(1))
    expect(links.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('an arm that equals the baseline is said to be exactly as it', () => {
    const same = [...page.querySelectorAll('article')].find((article) => article.querySelector('h3')!.textContent === 'same')!
    expect(same.textContent).toContain('Exactly as in the baseline')
    expect(same.textContent).toContain('as much as the baseline')
  })

  test('sections for the groups of a trial and for a combination are there, those of designs are not', () => {
    expect(page.querySelector('#answer')!.textContent).toContain('More than the sum of the parts')
    expect(page.querySelector('#groups')!.textContent).toMatch(/Groups of firms: lottery/)
    expect(page.querySelector('#design')).toBeNull()
    expect(page.querySelector('#sensitivity')).toBeNull()
  })

  test('the same folder gives the same bytes, and nothing else of it changes', () => {
    expect(cinsim('report', 'result', '--out', 'again.html').status).toBe(0)
    expect(readFileSync(join(folder, 'again.html'), 'utf8')).toBe(text)
    expect(cinsim('verify', 'result', '--sample', '0').status).toBe(0)
  })
})
