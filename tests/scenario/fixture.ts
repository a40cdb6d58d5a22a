/** A small catalogue and files that live in a record, so that every test shows all it needs. */
import type { Catalogue, LeverDeclaration, NumberDeclaration } from '../../src/scenario/declare.ts'
import type { Files } from '../../src/scenario/files.ts'
import type { LoadedScenario } from '../../src/scenario/load.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { ScenarioError } from '../../src/scenario/problem.ts'
import type { Problem } from '../../src/scenario/problem.ts'
import { exp, log, pow } from '../../src/world/arithmetic.ts'

export const arithmetic = { exp, log, pow }

const number = (unit: string, standard: number, minimum: number, maximum: number): NumberDeclaration => ({
  unit,
  default: standard,
  minimum,
  maximum,
  mark: 'assumed',
  source: 'a test',
  meaning: `so many ${unit}`,
})

const lever = (base: NumberDeclaration, more: Partial<LeverDeclaration> = {}): LeverDeclaration => ({
  ...base,
  scaled: false,
  perFirm: false,
  instruments: ['L01'],
  readBy: ['fund'],
  price: 'none',
  ...more,
})

const metric = (extensive: boolean): { unit: string; meaning: string; extensive: boolean } => ({
  unit: 'things',
  meaning: 'a thing',
  extensive,
})

export const catalogue: Catalogue = {
  levers: {
    'fund.budget': lever(number('million yuan per year', 800, 0, 3000), { scaled: true }),
    'fund.matching': lever(number('own yuan per granted yuan', 1, 0, 2), { perFirm: true }),
    'fund.shares.interest': lever(number('share', 0.2, 0, 1)),
    'fund.shares.equity': lever(number('share', 0.1, 0, 1)),
    'fund.shares.services': lever(number('share', 0, 0, 1)),
    'guarantee.bankShare': lever(number('share of the loss', 0, 0, 1)),
    'guarantee.reguaranteeShare': lever(number('share of the loss', 0, 0, 1)),
    'guarantee.governmentShare': lever(number('share of the loss', 0, 0, 1), { perFirm: true }),
    'talent.awards': lever({ ...number('prizes per year', 200, 0, 2000), integer: true }, { scaled: true }),
  },
  parameters: {
    learn: { transferRate: number('share per quarter', 0.05, 0, 1) },
    lend: {
      refusal: number('share of applications', 0.1, 0, 1),
      patience: { ...number('quarters', 4, 1, 20), integer: true },
    },
  },
  mechanisms: [
    { name: 'fund', purpose: 'grants', switchable: true },
    { name: 'ally', purpose: 'alliances', switchable: true },
    { name: 'trade', purpose: 'revenue', switchable: false },
  ],
  moments: { firms: { unit: 'firms', meaning: 'living firms', grown: true } },
  regionNeeds: { facts: ['CF01'], population: ['staff'], columns: ['size'] },
  metrics: { innovations: metric(true), publicCost: metric(true), defaultRate: metric(false) },
}

export const trialAttributes = ['employees', 'revenue', 'cash', 'age', 'ties']

const quantity = `{ meaning: m, value: 5, unit: u, source: s, mark: assumed, low: 1, high: 9 }`

export const regionText = `version: 1
name: town
title: A town for tests
minimumScale: 0.02
facts:
  CF01: { meaning: firms, value: 1000, unit: firms, year: 2012, source: a test, mark: seed, confidence: high, low: 900, high: 1100, tier: core }
population:
  staff: ${quantity}
sectors:
  columns:
    size: { meaning: m, unit: u, source: s, mark: assumed }
  rows:
    trade: { size: 1 }
fields: [a, b, c, d, e, f, g, h]
policy:
  fund: { budget: { 2005: 500, 2012Q3: 700 } }
`

/** A scenario that is right, to which a test adds what it is about. */
export const head = 'version: 1\nname: try\nregion: town\n'

/** What a file that cannot be read throws. */
export class Unreadable extends Error {
  readonly code: string
  constructor(code: string) {
    super(`${code}: said by the system`)
    this.code = code
  }
}

export type Content = string | Uint8Array | Unreadable

export function filesOf(contents: Readonly<Record<string, Content>>): Files {
  const all: Readonly<Record<string, Content>> = { 'seeds/town.yaml': regionText, ...contents }
  return {
    read(path) {
      const content = Object.hasOwn(all, path) ? all[path] : new Unreadable('ENOENT')
      if (content instanceof Unreadable) throw content
      return typeof content === 'string' ? new TextEncoder().encode(content) : content
    },
    resolve: (from, name) => [...from.split('/').slice(0, -1), name].join('/'),
    regions: () => ({ town: 'seeds/town.yaml' }),
  }
}

export const load = (
  content: Content,
  others: Readonly<Record<string, Content>> = {},
): Promise<LoadedScenario> =>
  loadScenario(
    'try.yaml',
    filesOf({ 'try.yaml': content, ...others }),
    catalogue,
    arithmetic,
    trialAttributes,
  )

/** The error of a promise that must fail with one. */
export async function errorOf(loading: Promise<unknown>): Promise<ScenarioError> {
  const error: unknown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ScenarioError) return error
  throw error instanceof Error ? error : new Error('nothing was wrong')
}

export const problemsOf = async (loading: Promise<unknown>): Promise<readonly Problem[]> =>
  (await errorOf(loading)).problems
