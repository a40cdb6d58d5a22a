/** `cinsim list`: everything that a scenario may name, with unit, range, source and meaning. */
import type { Command } from 'commander'
import type { Catalogue, NumberDeclaration } from '../scenario/declare.ts'
import { UsageError } from './errors.ts'

const EXAMPLE = `
Examples:
  $ cinsim list levers
  $ cinsim list parameters --json`

type Entry = Readonly<Record<string, string | number | boolean | readonly string[]>>

export function addList(program: Command): void {
  program
    .command('list')
    .description('list what can be set or measured')
    .argument('<what>', Object.keys(listings).join(', '))
    .option('--json', 'as JSON, with everything that is known')
    .addHelpText('after', EXAMPLE)
    .action(async (what: string, { json }: { json?: boolean }) => {
      const { catalogueOf } = await import('../experiment/catalogue.ts')
      const { entries, columns } = await listingOf(what)
      const found = await entries(catalogueOf())
      process.stdout.write(json ? `${JSON.stringify(found, undefined, 2)}\n` : `${await inColumns(found, columns)}\n`)
    })
}

interface Listing {
  readonly entries: (catalogue: Catalogue) => Entry[] | Promise<Entry[]>
  /** Those shown without --json; the last one is wrapped below the others. */
  readonly columns: readonly string[]
}

const ofNumber = (name: string, number: NumberDeclaration): Entry => ({ name, ...number })

const numberColumns = ['name', 'unit', 'default', 'range', 'source', 'meaning']

const listings = {
  levers: {
    entries: ({ levers }) => Object.entries(levers).map(([name, lever]) => ofNumber(name, lever)),
    columns: numberColumns,
  },
  parameters: {
    entries: ({ parameters }) =>
      Object.entries(parameters).flatMap(([mechanism, own]) =>
        Object.entries(own).map(([name, parameter]) => ofNumber(`${mechanism}.${name}`, parameter)),
      ),
    columns: numberColumns,
  },
  metrics: {
    entries: ({ metrics }) =>
      Object.entries(metrics).map(([name, { unit, meaning, extensive }]) => ({ name, unit, extensive, meaning })),
    columns: ['name', 'unit', 'meaning'],
  },
  mechanisms: {
    entries: ({ mechanisms }) => mechanisms.map(({ name, purpose, switchable }) => ({ name, switchable, purpose })),
    columns: ['name', 'switchable', 'purpose'],
  },
  regions: { entries: listRegions, columns: ['name', 'path', 'firms', 'facts', 'minimumScale'] },
  scenarios: { entries: listScenarios, columns: ['name', 'path', 'question'] },
} satisfies Record<string, Listing>

async function listingOf(what: string): Promise<Listing> {
  if (Object.hasOwn(listings, what)) return listings[what as keyof typeof listings]
  const { nearest } = await import('../scenario/nearest.ts')
  const names = Object.keys(listings)
  const close = nearest(what, names)
  throw new UsageError(`there is no list of ${what}\n  allowed: ${names.join(', ')}${close === undefined ? '' : `\n  did you mean "${close}"?`}`)
}

async function listRegions(catalogue: Catalogue): Promise<Entry[]> {
  const { nodeFiles } = await import('../host/files.ts')
  const { readRegion } = await import('../scenario/readRegion.ts')
  const arithmetic = await import('../world/arithmetic.ts')
  const { trialAttributes } = await import('../experiment/trial.ts')
  return Promise.all(
    Object.entries(await nodeFiles.regions()).map(async ([name, path]) => {
      const { facts, minimumScale } = await readRegion(path, nodeFiles, { catalogue, arithmetic, trialAttributes })
      return { name, path, firms: facts.CF01.value, facts: Object.keys(facts).length, minimumScale }
    }),
  )
}

async function listScenarios(): Promise<Entry[]> {
  const { packageFiles } = await import('../host/files.ts')
  const { loadWith } = await import('./scenarioOptions.ts')
  return Promise.all(
    Object.entries(packageFiles('scenarios')).map(async ([name, path]) => {
      const { question } = (await loadWith(path, {})).scenario
      return { name, path, question }
    }),
  )
}

function cell(entry: Entry, column: string): string {
  if (column === 'range') return `${entry.minimum} to ${entry.maximum}`
  if (column === 'source') return `${entry.mark}: ${entry.source}`
  return String(entry[column] ?? '')
}

/** Short columns beside each other; what is long (source, meaning) on lines of its own below. */
async function inColumns(entries: readonly Entry[], columns: readonly string[]): Promise<string> {
  const { table } = await import('./table.ts')
  const long = columns.filter((column) => ['source', 'meaning', 'purpose', 'question'].includes(column))
  const short = columns.filter((column) => !long.includes(column))
  const heads = table([short, ...entries.map((entry) => short.map((column) => cell(entry, column)))]).split('\n')
  const body = entries.flatMap((entry, index) => [heads[index + 1], ...long.map((column) => `    ${cell(entry, column)}`)])
  return [heads[0], ...body].join('\n')
}
