/** Reads a region's file and holds it to what growing a population needs. */
import { z } from 'zod'
import type { Catalogue } from './declare.ts'
import { checkSchedules, levelsOf } from './check.ts'
import type { Language } from './check.ts'
import { explainLever, schedulesOf } from './draft.ts'
import type { WrittenSchedules } from './draft.ts'
import type { Files } from './files.ts'
import { readSource } from './files.ts'
import type { LocatedMap } from './located.ts'
import { keySpotAt, locatedAt, locateYaml, plain } from './located.ts'
import { nearest } from './nearest.ts'
import type { Report, Spot } from './problem.ts'
import { createReport, listed, ScenarioError } from './problem.ts'
import { calibrationSchema, checkCalibration, comparisonKeys } from './readCalibration.ts'
import type { Region } from './region.ts'
import { TIME_NAMES } from './resolve.ts'
import { nameSchema, numberSchema, policySchema } from './schema.ts'
import type { KeyHelp } from './verify.ts'
import { verify } from './verify.ts'

/** Technology fields of the Chinese high-tech catalogue; the state has a column for each. */
const FIELDS = 8

const text = (error: string): z.ZodString => z.string({ error }).min(1, { error })
const number = z.number({ error: 'a number' })

const described = {
  meaning: text('what the number means'),
  unit: text('a unit, in words'),
  source: text('where the number comes from'),
  mark: z.enum(['seed', 'read', 'derived', 'recalled', 'assumed'], {
    error: 'seed, read, derived, recalled or assumed',
  }),
}

const factSchema = z.strictObject(
  {
    ...described,
    value: number,
    year: z.union([text('a year or years'), z.int()], { error: 'a year or years' }),
    confidence: z.enum(['low', 'mid', 'high'], { error: 'low, mid or high' }),
    low: number.optional(),
    high: number.optional(),
    tier: z.enum(['core', 'extra'], { error: 'core or extra' }),
  },
  { error: 'a fact: meaning, value, unit, year, source, mark, confidence, tier' },
)

const quantitySchema = z.strictObject(
  { ...described, value: number, low: number, high: number },
  { error: 'a quantity: meaning, value, unit, source, mark, low, high' },
)

const sectorsSchema = z.strictObject(
  {
    columns: z.record(z.string(), z.strictObject(described, { error: 'meaning, unit, source, mark' }), {
      error: 'columns by name',
    }),
    rows: z.record(z.string(), z.record(z.string(), number, { error: 'numbers by column' }), {
      error: 'sectors by name',
    }),
  },
  { error: 'columns and rows' },
)

const built = new WeakMap<Catalogue, z.ZodObject>()

function regionSchema({ catalogue }: Language): z.ZodObject {
  const schema = built.get(catalogue) ?? buildSchema(catalogue)
  built.set(catalogue, schema)
  return schema
}

const buildSchema = (catalogue: Catalogue): z.ZodObject =>
  z.strictObject(
    {
      version: z.literal(1, { error: '1' }),
      name: nameSchema,
      title: text('a title'),
      minimumScale: numberSchema({ minimum: 0.0001, maximum: 1 }, 'a share of the region, from 0.0001 to 1'),
      facts: z.record(z.string(), factSchema, { error: 'facts by key' }),
      calibration: calibrationSchema.optional(),
      population: z.record(z.string(), quantitySchema, { error: 'quantities by name' }),
      sectors: sectorsSchema,
      fields: z
        .array(text('names of technology fields'), { error: 'a list of technology fields' })
        .length(FIELDS, { error: `a list of ${FIELDS} technology fields` }),
      policy: policySchema(catalogue.levers),
    },
    { error: 'a group of keys' },
  )

function explain(path: readonly string[], language: Language): KeyHelp {
  const [section] = path
  const name = path[path.length - 1]
  if (section === 'policy') return explainLever(path.slice(1).join('.'), language.catalogue, false)
  const among = (keys: object, message: string): KeyHelp => {
    const names = Object.keys(keys)
    return { message, allowed: names.join(', '), nearest: nearest(name, names) }
  }
  if (path.length === 1) return among(regionSchema(language).shape, `${name} is not a key of a region`)
  if (section === 'facts') return among(factSchema.shape, `${name} is not a key of a fact`)
  if (section === 'calibration') return among(comparisonKeys, `${name} is not a key of a comparison`)
  if (section === 'population') return among(quantitySchema.shape, `${name} is not a key of a quantity`)
  return among(path.length > 2 ? described : sectorsSchema.shape, `${name} is not a key here`)
}

function checkRanges(root: LocatedMap, section: 'facts' | 'population', report: Report): void {
  const tree = locatedAt(root, [section])
  if (tree?.kind !== 'map') return
  for (const [key, { value: located }] of tree.entries) {
    const { value, low, high } = plain(located) as { value?: number; low?: number; high?: number }
    if (value === undefined || ((low ?? value) <= value && value <= (high ?? value))) continue
    report.add(
      keySpotAt(root, [section, key, 'value']),
      `${section}.${key} is ${value}, outside its own range`,
      {
        allowed: `${low ?? '...'} to ${high ?? '...'}`,
      },
    )
  }
}

function checkSectors(root: LocatedMap, report: Report): void {
  const rows = locatedAt(root, ['sectors', 'rows'])
  const columns = locatedAt(root, ['sectors', 'columns'])
  if (rows?.kind !== 'map' || columns?.kind !== 'map') return
  const names = [...columns.entries.keys()]
  const allowed = `exactly ${names.join(', ')}`
  for (const [sector, { key, value: row }] of rows.entries) {
    if (row.kind !== 'map') continue
    const missing = names.find((name) => !row.entries.has(name))
    if (missing) report.add(key, `the sector ${sector} has no ${missing}`, { allowed })
    const unknown = [...row.entries.keys()].find((name) => !columns.entries.has(name))
    if (unknown)
      report.add(keySpotAt(root, ['sectors', 'rows', sector, unknown]), `${unknown} is not a column`, {
        allowed,
      })
  }
}

/** What a population is grown from must be there. */
function checkNeeds(root: LocatedMap, { regionNeeds }: Catalogue, report: Report): void {
  const sections = { facts: ['facts'], population: ['population'], columns: ['sectors', 'columns'] } as const
  for (const [kind, path] of Object.entries(sections)) {
    const section = locatedAt(root, path)
    if (section?.kind !== 'map') continue
    const needed = regionNeeds[kind as keyof typeof sections]
    for (const name of needed) {
      if (section.entries.has(name)) continue
      report.add(keySpotAt(root, path), `${path.join('.')} has no ${name}`, { allowed: `at least ${listed(needed)}` })
    }
  }
  const rows = locatedAt(root, ['sectors', 'rows'])
  if (rows?.kind === 'map' && rows.entries.size === 0) report.add(rows.spot, 'there is no sector', { allowed: 'at least one' })
}

function checkFields(root: LocatedMap, report: Report): void {
  const located = locatedAt(root, ['fields'])
  const fields = located && (plain(located) as string[])
  if (fields && new Set(fields).size < fields.length) {
    report.add(located.spot, 'a technology field is named twice', { allowed: `${FIELDS} different names` })
  }
}

export interface ReadRegion {
  readonly region: Region
  /** The region's policy with its places. */
  readonly policy: WrittenSchedules
}

/** Reads the region at `path`; undefined when something is wrong with it, which is then told. */
export async function readRegionInto(
  path: string,
  files: Files,
  language: Language,
  report: Report,
  asked?: Spot,
): Promise<ReadRegion | undefined> {
  const before = report.problems.length
  const source = await readSource(path, files, report, asked)
  const root = source && locateYaml(source.text, source, report)
  if (!root) return undefined
  verify(root, regionSchema(language), (key) => explain(key, language), report)
  checkRanges(root, 'facts', report)
  checkCalibration(root, language.catalogue, report)
  checkRanges(root, 'population', report)
  checkSectors(root, report)
  checkNeeds(root, language.catalogue, report)
  checkFields(root, report)
  const { levers, metrics } = language.catalogue
  const policy = schedulesOf(locatedAt(root, ['policy']), Object.keys(levers))
  await checkSchedules(policy, levers, [...TIME_NAMES, ...Object.keys(metrics)], language, report)
  if (report.problems.length > before) return undefined
  const raw = plain(root) as Omit<Region, 'policy'>
  const facts = Object.entries(raw.facts).map(([key, fact]) => [key, { ...fact, year: String(fact.year) }])
  return { region: { ...raw, facts: Object.fromEntries(facts), policy: levelsOf(policy) }, policy }
}

/** Reads a region by itself; throws a ScenarioError that tells all that is wrong with it. */
export async function readRegion(path: string, files: Files, language: Language): Promise<Region> {
  const report = createReport()
  const read = await readRegionInto(path, files, language, report)
  if (!read) throw new ScenarioError(report.problems)
  return read.region
}
