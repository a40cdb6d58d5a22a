/** Designs as they are written: factors with their values or laws, and the table that may stand in a file of its own. */
import type { Catalogue, NumberDeclaration } from './declare.ts'
import type { DraftDesign } from './draft.ts'
import { factorDeclarations } from './factors.ts'
import type { Files } from './files.ts'
import { readSource } from './files.ts'
import { keySpotAt, type Located, locatedAt, plain } from './located.ts'
import { nearest } from './nearest.ts'
import { listed, type Report, shown, type Spot } from './problem.ts'
import type { Design, DesignKind, Distribution, Factor } from './scenario.ts'
import { DEFAULTS, DISTRIBUTIONS, MOST_POINTS, rangeOf } from './schema.ts'

/** The columns of a table of points. */
export interface FactorTable {
  readonly columns: readonly { readonly path: string; readonly spot: Spot; readonly values: readonly number[]; readonly spots: readonly Spot[] }[]
}

/** Reads the CSV file that a design names; undefined when there is none, or when it cannot be used, which is then told. */
export async function readTable({ located }: DraftDesign, files: Files, report: Report): Promise<FactorTable | undefined> {
  const file = locatedAt(located, ['file'])
  if (file?.kind !== 'scalar' || typeof file.value !== 'string') return undefined
  const source = await readSource(files.resolve(file.spot.source.file, file.value), files, report, file.spot)
  if (!source) return undefined
  const start: Spot = { source, offset: 0 }
  const { parse } = await import('csv-parse/sync')
  let records: { record: string[]; info: { lines: number } }[]
  try {
    records = parse(source.text, { bom: true, info: true, skip_empty_lines: true, trim: true, relax_column_count: true }) as unknown as typeof records
  } catch (error) {
    report.add(start, `this is not a table: ${error instanceof Error ? error.message : String(error)}`, { allowed: 'a CSV file with a column for each factor' })
    return undefined
  }
  const [header, ...rows] = records
  if (header === undefined || rows.length === 0) {
    report.add(start, 'the table has no points', { allowed: 'a line of paths, as policy.fund.budget, and a line of numbers for each point' })
    return undefined
  }
  const starts = [0, ...[...source.text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const spots = rows.map(({ info }): Spot => ({ source, offset: starts[info.lines - 1] ?? 0 }))
  const width = header.record.length
  const uneven = rows.findIndex(({ record }) => record.length !== width)
  if (uneven >= 0) {
    report.add(spots[uneven], `this line has ${rows[uneven].record.length} values`, { allowed: `${width}, as many as the first line has paths` })
    return undefined
  }
  const columns = header.record.map((path, column) => {
    const values = rows.map(({ record }) => (record[column] === '' ? NaN : Number(record[column])))
    const wrong = values.findIndex((value) => !Number.isFinite(value))
    if (wrong >= 0) report.add(spots[wrong], `${path} is ${shown(rows[wrong].record[column])}`, { allowed: 'a number' })
    return { path, spot: start, values, spots }
  })
  return { columns: columns.filter(({ values }) => values.every(Number.isFinite)) }
}

interface Reading {
  readonly kind: DesignKind | 'table'
  readonly located: Located
  readonly declarations: ReadonlyMap<string, NumberDeclaration>
  readonly report: Report
}

/** The design of a draft; what is wrong with it is told. */
export function designOf(draft: DraftDesign, scenarioSeed: string, catalogue: Catalogue, report: Report): Design | undefined {
  const { located, table } = draft
  const at = (key: string): unknown => {
    const value = locatedAt(located, [key])
    return value && plain(value)
  }
  const kind = at('kind') as Reading['kind'] | undefined
  if (kind === undefined) return undefined
  const reading: Reading = { kind, located, declarations: factorDeclarations(catalogue), report }
  checkKeys(reading, at)
  const factors = table ? tableFactors(table, reading) : writtenFactors(reading)
  if (factors.length === 0) {
    if (kind !== 'table' || table) report.add(located.spot, 'the design has no factors', { allowed: 'factors: { policy.fund.budget: { values: [400, 800] } }' })
    return undefined
  }
  checkShape(factors, at('samples'), reading, draft)
  const samples = at('samples') as Design['samples']
  const levels = Number(at('levels') ?? DEFAULTS.levels)
  if (kind === 'morris' && levels % 2 === 1) report.add(locatedAt(located, ['levels'])!.spot, `levels is ${levels}`, { allowed: 'an even whole number from 2 to 100' })
  return {
    // A table is the points that stand in it, however it came to them.
    kind: kind === 'table' ? 'zip' : kind,
    ...(samples === undefined ? {} : { samples }),
    ...(kind === 'morris' ? { levels } : {}),
    seed: String(at('seed') ?? `${scenarioSeed} design`),
    factors,
  }
}

const LISTING: readonly string[] = ['grid', 'zip', 'table']

function checkKeys({ kind, located, report }: Reading, at: (key: string) => unknown): void {
  const where = (key: string): Spot => keySpotAt(located, [key])
  const listing = LISTING.includes(kind)
  if (listing && at('samples') !== undefined) report.add(where('samples'), `samples of ${kind}`, { allowed: 'no samples: its points are those that are written' })
  if (!listing && at('samples') === undefined) report.add(located.spot, `samples is missing, and ${kind} draws its points`, { allowed: '`samples: 64`' })
  if (kind !== 'morris' && at('levels') !== undefined) report.add(where('levels'), `levels of ${kind}`, { allowed: 'levels of morris alone' })
  if (kind !== 'table' && at('file') !== undefined) report.add(where('file'), `file of ${kind}`, { allowed: '`kind: table` reads a file' })
  if (kind === 'table' && at('file') === undefined) report.add(located.spot, 'file is missing', { allowed: '`file: points.csv`, a column for each factor' })
}

/** What holds for the factors together. */
function checkShape(factors: readonly Factor[], samples: unknown, { kind, located, report }: Reading, { besideArms }: DraftDesign): void {
  const lengths = factors.map(({ from }) => ('values' in from ? from.values.length : 0))
  if (kind === 'zip' && new Set(lengths).size > 1) {
    report.add(keySpotAt(located, ['factors']), `factors with ${[...new Set(lengths)].join(', ')} values`, { allowed: 'as many values for each factor of a zip' })
  }
  const roles = new Set(factors.map(({ role }) => role))
  const spot = (locatedAt(located, ['samples']) ?? located).spot
  const apart = roles.size === 2 && ['lhs', 'sobol', 'random'].includes(kind)
  if (apart && typeof samples === 'number') {
    report.add(spot, `samples is ${samples}, and levers are crossed with uncertainties`, { allowed: '{levers: 10, uncertainties: 50}, each as many as wanted' })
  }
  if (!apart && typeof samples === 'object') report.add(spot, 'samples for each role', { allowed: 'one number: there is but one role, or all factors are drawn together' })
  const points = pointCount(kind === 'table' ? 'zip' : kind, lengths, samples as Design['samples'])
  if (points > MOST_POINTS) report.add(spot, `${points} points`, { allowed: `up to ${MOST_POINTS}` })
  if (besideArms && roles.has('lever')) {
    report.add(besideArms, 'arms beside a design with levers', { allowed: 'arms, or levers as factors: the levers of each point are the arm `design`' })
  }
}

/** How many points a design has. */
function pointCount(kind: DesignKind, lengths: readonly number[], samples: Design['samples'] = 1): number {
  if (kind === 'grid') return lengths.reduce((product, length) => product * length, 1)
  if (kind === 'zip') return lengths[0]
  if (typeof samples === 'object') return samples.levers * samples.uncertainties
  return samples * (kind === 'saltelli' ? 2 * lengths.length + 2 : kind === 'morris' ? lengths.length + 1 : 1)
}

function declarationOf(path: string, spot: Spot, { declarations, report }: Reading): NumberDeclaration | undefined {
  const found = declarations.get(path)
  if (found) return found
  const paths = [...declarations.keys()]
  report.add(spot, `there is no ${shown(path)} to vary`, {
    allowed: `full paths of levers and parameters: ${listed(paths, 6)}`,
    nearest: () => paths.find((full) => full.endsWith(`.${path}`)) ?? nearest(path, paths) ?? nearest(`policy.${path}`, paths),
  })
  return undefined
}

const roleOf = (path: string): Factor['role'] => (path.startsWith('policy.') ? 'lever' : 'uncertainty')

function tableFactors({ columns }: FactorTable, reading: Reading): Factor[] {
  const roles = locatedAt(reading.located, ['factors'])
  for (const [path, { key }] of roles?.kind === 'map' ? roles.entries : []) {
    if (!columns.some((column) => column.path === path)) {
      reading.report.add(key, `the table has no column ${path}`, { allowed: listed(columns.map((column) => column.path)) })
    }
  }
  return columns.flatMap(({ path, spot, values, spots }): Factor[] => {
    const declaration = declarationOf(path, spot, reading)
    if (!declaration) return []
    const wrong = values.findIndex((value) => !fits(value, declaration))
    if (wrong >= 0) reading.report.add(spots[wrong], `${path} is ${values[wrong]}`, { allowed: rangeOf(declaration) })
    const role = locatedAt(reading.located, ['factors', path, 'role'])
    return [{ path, role: role ? (plain(role) as Factor['role']) : roleOf(path), from: { values } }]
  })
}

const fits = (value: number, { minimum, maximum, integer }: NumberDeclaration): boolean =>
  value >= minimum && value <= maximum && (integer !== true || Number.isInteger(value))

function writtenFactors(reading: Reading): Factor[] {
  const factors = locatedAt(reading.located, ['factors'])
  if (factors?.kind !== 'map') return []
  return [...factors.entries].flatMap(([path, { key, value }]): Factor[] => {
    const declaration = declarationOf(path, key, reading)
    const from = declaration && lawOf(path, value, declaration, reading)
    if (!from) return []
    const role = locatedAt(value, ['role'])
    return [{ path, role: role ? (plain(role) as Factor['role']) : roleOf(path), from }]
  })
}

type Written = Readonly<Record<string, unknown>>

/** Values, or a law: whichever the factor gives, in the range of what it varies. */
function lawOf(path: string, located: Located, declaration: NumberDeclaration, reading: Reading): Factor['from'] | undefined {
  const written = (located.kind === 'list' ? { values: plain(located) } : plain(located)) as Written
  const { report, kind } = reading
  const values = valuesOf(written)
  const listing = LISTING.includes(kind)
  if (written.values !== undefined && (written.range !== undefined || written.distribution !== undefined)) {
    report.add(located.spot, `${path} has both values and a law`, { allowed: 'values, or a range or distribution' })
    return undefined
  }
  if (written.steps !== undefined && (!listing || written.range === undefined)) {
    report.add(keySpotAt(located, ['steps']), `steps of ${path}`, { allowed: 'steps over a range, in grid and zip' })
    return undefined
  }
  if (values) {
    const list = locatedAt(located, ['values']) ?? located
    const wrong = values.findIndex((value) => !fits(value, declaration))
    if (wrong < 0) return { values }
    report.add((list.kind === 'list' && list.items[wrong]?.spot) || list.spot, `${path} is ${values[wrong]}`, { allowed: rangeOf(declaration) })
    return undefined
  }
  if (listing) {
    report.add(located.spot, `${path} has no values`, { allowed: `values: [...], or range and steps, in ${kind}` })
    return undefined
  }
  const distribution = distributionOf(path, written, located, reading)
  return distribution && withinRange(path, distribution, located, declaration, reading) ? { distribution } : undefined
}

function valuesOf({ values, range, steps }: Written): readonly number[] | undefined {
  if (values !== undefined) return values as number[]
  if (range === undefined || steps === undefined) return undefined
  const [low, high] = range as number[]
  const last = Number(steps) - 1
  return Array.from({ length: last + 1 }, (_, step) => (step === last ? high : low + ((high - low) * step) / last))
}

/** What each law needs. */
const NEEDS: Readonly<Record<Distribution['kind'], readonly string[]>> = {
  uniform: ['range'], loguniform: ['range'], triangular: ['range', 'mode'], normal: ['mean', 'sd'], lognormal: ['median', 'sd'],
}

function distributionOf(path: string, written: Written, located: Located, { report }: Reading): Distribution | undefined {
  const kind = (written.distribution ?? 'uniform') as Distribution['kind']
  const needs = NEEDS[kind]
  const given = Object.keys(written).filter((key) => !['role', 'distribution', 'steps'].includes(key))
  const missing = needs.find((key) => written[key] === undefined)
  const idle = given.find((key) => !needs.includes(key))
  if (missing !== undefined || idle !== undefined) {
    const what = missing === undefined ? `${path} has ${idle}, which ${kind} does not use` : `${path} has no ${missing}`
    report.add(idle === undefined ? located.spot : keySpotAt(located, [idle]), what, {
      allowed: `values, or a distribution of ${DISTRIBUTIONS.join(', ')}; ${kind} needs ${needs.join(' and ')}`,
    })
    return undefined
  }
  const { range, ...numbers } = Object.fromEntries(needs.map((key) => [key, written[key]])) as Record<string, number> & { range?: readonly number[] }
  return { kind, ...(range ? { low: range[0], high: range[1] } : {}), ...numbers } as Distribution
}

function withinRange(path: string, law: Distribution, located: Located, declaration: NumberDeclaration, { report }: Reading): boolean {
  const tell = (what: string, allowed: string): boolean => {
    report.add(located.spot, `${path}: ${what}`, { allowed })
    return false
  }
  if ('low' in law) {
    const { low, high } = law
    if (!(low < high)) return tell(`its range is ${low} to ${high}`, 'the lower value first, below the higher')
    if (low < declaration.minimum || high > declaration.maximum) return tell(`its range is ${low} to ${high}`, rangeOf(declaration))
    if (law.kind === 'loguniform' && low <= 0) return tell(`its range begins at ${low}`, 'a range above 0')
    if (law.kind === 'triangular' && (law.mode < low || law.mode > high)) return tell(`its mode is ${law.mode}`, `${low} to ${high}`)
    return true
  }
  const middle = law.kind === 'normal' ? law.mean : law.median
  if (!(law.sd > 0)) return tell(`its sd is ${law.sd}`, 'a number above 0')
  if (law.kind === 'lognormal' && middle <= 0) return tell(`its median is ${middle}`, 'a number above 0')
  return (middle >= declaration.minimum && middle <= declaration.maximum) || tell(`its middle is ${middle}`, rangeOf(declaration))
}
