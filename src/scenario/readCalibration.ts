/** What the facts of a region are held against, as its file says it. */
import { z } from 'zod'
import type { Catalogue } from './declare.ts'
import { parametersByPath } from './declare.ts'
import type { LocatedMap } from './located.ts'
import { keySpotAt, locatedAt, plain } from './located.ts'
import { nearest } from './nearest.ts'
import type { Report } from './problem.ts'
import { listed } from './problem.ts'
import { parseQuarter } from './quarter.ts'

const text = (error: string): z.ZodString => z.string({ error }).min(1, { error })

const comparisonSchema = z.strictObject(
  {
    moment: text('the name of a moment').optional(),
    lever: text('the name of a lever').optional(),
    parameter: text('the name of a parameter').optional(),
    beyond: text('why the model cannot express the fact').optional(),
    quarter: z.string({ error: 'a quarter such as 2012Q4' }).refine((written) => parseQuarter(written) !== undefined, { error: 'a quarter such as 2012Q4' }).optional(),
    per: z.number({ error: 'a number above 0' }).positive({ error: 'a number above 0' }).optional(),
    role: z.enum(['input', 'fitted', 'held out'], { error: 'input, fitted or held out' }).optional(),
    why: text('why it has that role').optional(),
  },
  { error: 'moment, lever or parameter with role and why, or beyond' },
)

export const calibrationSchema = z.record(z.string(), comparisonSchema, { error: 'comparisons by fact' })
export const comparisonKeys = comparisonSchema.shape

type Written = z.infer<typeof comparisonSchema>

/** The ways to say what a fact is held against; each entry has one of them. */
const KINDS = ['moment', 'lever', 'parameter', 'beyond'] as const

/** Every fact has an entry, every entry a fact; names exist; and nothing is said that means nothing. */
export function checkCalibration(root: LocatedMap, catalogue: Catalogue, report: Report): void {
  const section = locatedAt(root, ['calibration'])
  const facts = locatedAt(root, ['facts'])
  if (section?.kind !== 'map' || facts?.kind !== 'map') return
  const ids = [...facts.entries.keys()]
  for (const id of ids) {
    if (section.entries.has(id)) continue
    report.add(keySpotAt(root, ['calibration']), `calibration says nothing of the fact ${id}`, { allowed: 'an entry for every fact' })
  }
  const names = {
    moment: Object.keys(catalogue.moments), lever: Object.keys(catalogue.levers), parameter: Object.keys(parametersByPath(catalogue)),
  }
  for (const [id, { key, value }] of section.entries) {
    if (!facts.entries.has(id)) {
      report.add(key, `there is no fact ${id}`, { allowed: listed(ids), nearest: () => nearest(id, ids) })
      continue
    }
    checkComparison(root, id, plain(value) as Written, names, report)
  }
}

function checkComparison(
  root: LocatedMap, id: string, written: Written, names: Readonly<Record<'moment' | 'lever' | 'parameter', readonly string[]>>, report: Report,
): void {
  const said = KINDS.filter((kind) => written[kind] !== undefined)
  const at = (key: string) => keySpotAt(root, ['calibration', id, key])
  const [kind] = said
  if (kind === undefined || said.length > 1) {
    const found = kind === undefined ? 'none of them' : said.join(' and ')
    report.add(keySpotAt(root, ['calibration', id]), `calibration.${id} has ${found}`, { allowed: `one of ${KINDS.join(', ')}` })
    return
  }
  if (kind !== 'beyond') {
    const name = written[kind]!
    if (!names[kind].includes(name)) {
      report.add(at(kind), `${name} is not a ${kind}`, { allowed: listed(names[kind]), nearest: () => nearest(name, names[kind]) })
    }
    for (const key of ['role', 'why'] as const) {
      if (written[key] === undefined) report.add(keySpotAt(root, ['calibration', id]), `calibration.${id} has no ${key}`, { allowed: comparisonWords[key] })
    }
  }
  for (const [key, owner] of Object.entries(OWNERS)) {
    if (written[key as keyof typeof OWNERS] === undefined || owner.includes(kind)) continue
    report.add(at(key), `${key} says nothing about a fact with ${kind}`, { allowed: `${key} beside ${owner.join(', ')}` })
  }
}

const comparisonWords = { role: 'input, fitted or held out', why: 'why it has that role' }
/** Keys that mean something beside some kinds alone. */
const OWNERS: Readonly<Record<'quarter' | 'per' | 'role' | 'why', readonly string[]>> = {
  quarter: ['lever'],
  per: ['parameter'],
  role: ['moment', 'lever', 'parameter'],
  why: ['moment', 'lever', 'parameter'],
}
