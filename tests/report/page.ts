/** Reads a report as somebody would who trusts nothing in it: every number is looked up where the page says that it stands. */
import { parse } from 'csv-parse/sync'
import { parseHTML } from 'linkedom'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { catalogueOf } from '../../src/experiment/catalogue.ts'
import type { Region } from '../../src/scenario/region.ts'
import { formatQuarter } from '../../src/scenario/quarter.ts'

/** What tests need of an element of linkedom, whose own types want those of a browser. */
export interface Element {
  readonly tagName: string
  readonly textContent: string
  getAttribute(name: string): string | null
  querySelector(selector: string): Element | null
  querySelectorAll(selector: string): Iterable<Element>
  cloneNode(deep: boolean): Element
  remove(): void
}

export const pageOf = (text: string): Element => (parseHTML(text) as unknown as { document: Element }).document

export interface Shown {
  readonly at: string
  readonly value: number
  readonly scale: number
  readonly text: string
}

export const numbersOf = (page: Element): Shown[] =>
  [...page.querySelectorAll('data')].map((element) => ({
    at: element.getAttribute('data-at') ?? '',
    value: Number(element.getAttribute('value')),
    scale: Number(element.getAttribute('data-scale') ?? 1),
    text: element.textContent,
  }))

/** Whether the text is the value, rounded to the digits that the text has. */
export function isRoundingOf({ text, value, scale }: Shown): boolean {
  if (text === '–') return Number.isNaN(value)
  const plain = text.replaceAll(',', '').replace('−', '-').replace('+', '')
  const [mantissa, exponent = '0'] = plain.split('e')
  const decimals = mantissa.split('.')[1]?.length ?? 0
  const half = 0.5 * 10 ** (Number(exponent) - decimals)
  return Math.abs(Number(plain) - value * scale) <= half * (1 + 1e-9)
}

type Row = Readonly<Record<string, string>>

/** Looks numbers of a page up in the folder of the result. */
export function lookUpIn(folder: string, region: Region): (at: string) => number {
  const tables = new Map<string, Row[]>()
  const table = (name: string): Row[] => {
    if (!tables.has(name)) tables.set(name, parse(readFileSync(join(folder, name)), { columns: true }) as Row[])
    return tables.get(name)!
  }
  const scenario = parseYaml(readFileSync(join(folder, 'scenario.yaml'), 'utf8')) as Tree
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Tree
  return (at) => {
    const [, file, rest] = /^(ledger\.csv|[^:?]+)[:?](.*)$/.exec(at) ?? []
    if (file === 'ledger.csv') return ledgerSum(table(file), rest, Number(scenario['quarters']))
    if (file === 'scenario.yaml') return numberAt(scenario, rest.split('/'))
    if (file === 'manifest.json') return numberAt({ ...manifest, files: byName(manifest['files']) }, rest.split('/'))
    if (file === 'catalogue') return catalogueNumber(rest)
    if (file === 'region') return regionNumber(region, rest)
    const [line, column] = rest.split(':')
    // The first line is the header; these tables have no text with line breaks.
    const text = table(file)[Number(line) - 2]?.[column]
    return text === undefined || text === '' ? NaN : Number(text)
  }
}

type Tree = Readonly<Record<string, unknown>>

const byName = (files: unknown): Tree => Object.fromEntries((files as { name: string }[]).map((file) => [file.name, file]))

function numberAt(tree: unknown, path: readonly string[]): number {
  const found = path.reduce<unknown>((inner, key) => (inner as Tree | undefined)?.[key], tree)
  return typeof found === 'number' ? found : NaN
}

function catalogueNumber(rest: string): number {
  const { levers, parameters } = catalogueOf()
  const all: Readonly<Record<string, Tree>> = {
    levers: levers as unknown as Tree,
    parameters: Object.fromEntries(Object.entries(parameters).flatMap(([mechanism, own]) => Object.entries(own).map(([name, one]) => [`${mechanism}.${name}`, one]))),
  }
  const counted = /^(\w+)\?mark=(\w+):count$/.exec(rest)
  if (counted) return Object.values(all[counted[1]]).filter((one) => (one as Tree)['mark'] === counted[2]).length
  const [kind, name, what] = rest.split('/')
  return numberAt(all[kind], [name, what])
}

function regionNumber({ policy }: Region, rest: string): number {
  const [, lever, quarter] = rest.split('/')
  const schedule = policy[lever]
  if (schedule?.kind === 'constant') return schedule.value
  if (schedule?.kind !== 'steps') return NaN
  return schedule.steps.find((step) => formatQuarter(step.quarter) === quarter)?.value ?? NaN
}

/** 97.5 % quantiles of Student's t by degrees of freedom (scipy.stats.t.ppf). */
const QUANTILES = [NaN, 12.706204736432095, 4.302652729696142, 3.182446305284263, 2.7764451051977987]

/** The sums of ledger.csv over again, the plain way. */
function ledgerSum(rows: readonly Row[], rest: string, quarters: number): number {
  const [query, statistic] = rest.split(':effect-').length > 1 ? rest.split(/:(?=effect-)/) : rest.split(/:(?=[^:]*$)/)
  const asked = Object.fromEntries(query.split('&').map((part) => part.split('=')))
  const own = sums(rows, asked, quarters)
  const base = sums(rows, { ...asked, arm: 'baseline' }, quarters)
  const isEffect = statistic.startsWith('effect-')
  const replications = [...own.keys()].filter((replication) => !isEffect || base.has(replication))
  const values = replications.map((replication) => own.get(replication)! - (isEffect ? base.get(replication)! : 0))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const what = statistic.replace('effect-', '')
  if (what === 'mean') return mean
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
  const half = (QUANTILES[values.length - 1] * sd) / Math.sqrt(values.length)
  return what === 'lower' ? mean - half : mean + half
}

const sectorOf = (name: string): string => (name.startsWith('government:') ? 'government' : name)
const isProgramme = (name: string): boolean => name.startsWith('government:') && name !== 'government:treasury'

/** By replication, per quarter. */
function sums(rows: readonly Row[], asked: Row, quarters: number): Map<string, number> {
  const found = new Map<string, number>()
  for (const row of rows) {
    if (row['arm'] !== asked['arm']) continue
    const weight = weightOf(row, asked)
    found.set(row['replication'], (found.get(row['replication']) ?? 0) + (weight * Number(row['amount'])) / quarters)
  }
  return found
}

function weightOf(row: Row, asked: Row): number {
  const { payer, payee, purpose } = row as { payer: string; payee: string; purpose: string }
  if (asked['purpose'] !== undefined) return Number(purpose === asked['purpose'])
  if (asked['payers'] === 'programmes') return Number(isProgramme(payer) && !payee.startsWith('government:'))
  if (asked['payer'] !== undefined) return Number(payer === asked['payer'] && payee === asked['payee'])
  return Number(sectorOf(payee) === asked['sector']) - Number(sectorOf(payer) === asked['sector'])
}

/** Text with digits that is no number of the page: names, units and the like, which must be known; see `strayDigits`. */
const QUOTED = '.name, .unit, .meaning, .source'

/** Quoted texts with a digit. */
export const quotedOf = (page: Element): string[] =>
  [...page.querySelectorAll(QUOTED)].map(({ textContent }) => textContent).filter((text) => /\d/.test(text))

/** Pieces of text with a digit outside of <data>, but for quotations, commands and hashes, the level of intervals, and pictures. */
export function strayDigits(page: Element): string[] {
  const body = page.querySelector('body')!.cloneNode(true)
  for (const element of body.querySelectorAll(`data, code, svg, style, .level, ${QUOTED}`)) element.remove()
  return body.textContent.split('\n').filter((line) => /\d/.test(line))
}

/** What the links of the figures hold: file name and rows. */
export const linkedData = (page: Element): { readonly name: string; readonly rows: Row[] }[] =>
  [...page.querySelectorAll('p.data a')].map((link) => {
    const text = decodeURIComponent((link.getAttribute('href') ?? '').replace('data:text/csv;charset=utf-8,', ''))
    return { name: link.getAttribute('download') ?? '', rows: parse(text, { columns: true }) as Row[] }
  })
