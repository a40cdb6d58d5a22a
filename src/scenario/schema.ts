/** What a scenario may hold: one definition that both checks a file and is published as JSON Schema. */
import { z } from 'zod'
import type { Catalogue, LeverDeclaration, NumberDeclaration } from './declare.ts'
import { parametersByPath } from './declare.ts'
import { LONGEST_EXPRESSION } from './expression.ts'
import { DESIGN_KINDS } from './scenario.ts'

/** Names become folder and file names and columns, so they hold nothing that a shell or a disk could stumble over. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
/** Arms and outcomes stand in columns, where R, pandas or DuckDB take these for nothing, for a number or for a truth value. */
const TAKEN = ['na', 'nan', 'null', 'none', 'nil', 'inf', 'infinity', 'true', 'false', 't', 'f', 'yes', 'no']
// In letters of both cases: a pattern of JSON Schema has no flags.
const NOT_TAKEN = `(?!(?:${TAKEN.map((word) => word.replace(/./g, (letter) => `[${letter.toUpperCase()}${letter}]`)).join('|')})$)`
const ARM = new RegExp(`^${NOT_TAKEN}[A-Za-z][A-Za-z0-9._-]*$`)
const OUTCOME = new RegExp(`^${NOT_TAKEN}[A-Za-z][A-Za-z0-9]*$`)
const DATE = /^(19|20|21)\d\d(Q[1-4])?$/
/** As in `2%`. */
export const PERCENTAGE = /^(?=.*[1-9])\d{1,4}(\.\d+)? ?%$/
export const DISTRIBUTIONS = ['uniform', 'loguniform', 'triangular', 'normal', 'lognormal'] as const
const MOST_STEPS = 400
const LONGEST_NAME = 100

/** Ranges of the keys that are numbers; `sign` of an error and the JSON Schema both come from here. */
const COUNTS = {
  quarters: { minimum: 1, maximum: 400, default: 40, meaning: 'quarters to simulate from the start on' },
  burnIn: {
    minimum: 0,
    maximum: 100,
    default: 20,
    meaning: "quarters before the start, under the region's own policy",
  },
  replications: {
    minimum: 1,
    maximum: 10_000,
    default: 10,
    meaning: 'random worlds; all arms share each of them',
  },
} as const

/** What a scenario gets when it says nothing. The default scale is the region's smallest when that is larger. */
export const DEFAULTS = {
  question: '',
  scale: 0.05,
  start: '2013Q1',
  quarters: COUNTS.quarters.default,
  burnIn: COUNTS.burnIn.default,
  replications: COUNTS.replications.default,
  /** Of a precision. */
  mostReplications: 200,
  /** Of a design. */
  levels: 4,
} as const

/** Every message says what is allowed; the reader of the issues adds what was found and where. */
const group = (shape: Record<string, z.ZodType>): z.ZodType =>
  // A key whose lines are all commented out is empty, and that is no mistake.
  z.strictObject(shape, { error: 'a group of keys' }).nullable().optional()

const text = (allowed: string, longest: number): z.ZodString =>
  z.string({ error: allowed }).min(1, { error: allowed }).max(longest, { error: allowed })

const named = (allowed: string, pattern: RegExp): z.ZodString =>
  text(allowed, LONGEST_NAME).regex(pattern, { error: allowed })

export const nameSchema = named(
  'letters, digits, dot, dash and underscore, beginning with a letter or digit',
  NAME,
)

export const armNameSchema = named(
  'letters, digits, dot, dash and underscore, beginning with a letter; not what tables have for nothing, yes and no (NA, null, true)',
  ARM,
)

export function numberSchema(
  number: { minimum: number; maximum: number; integer?: boolean },
  allowed: string,
): z.ZodType {
  const base = number.integer ? z.int({ error: allowed }) : z.number({ error: allowed })
  return base.min(number.minimum, { error: allowed }).max(number.maximum, { error: allowed })
}

export const rangeOf = (number: NumberDeclaration): string =>
  `${number.integer ? 'a whole number' : 'a number'} from ${number.minimum} to ${number.maximum} (${number.unit})`

const DATES = 'a date such as 2014 or 2014Q3'
const date = named(DATES, DATE)

function scheduleSchema(number: NumberDeclaration): z.ZodType {
  const one = numberSchema(number, rangeOf(number))
  const allowed = `${rangeOf(number)}, dated steps such as {2014: ${number.default}}, or an expression`
  const steps = z
    .record(date, one, { error: allowed })
    .refine((dated) => Object.keys(dated).length > 0, { error: allowed })
    .refine((dated) => Object.keys(dated).length <= MOST_STEPS, { error: `up to ${MOST_STEPS} dated steps` })
  const expression = text(`an expression of 1 to ${LONGEST_EXPRESSION} characters`, LONGEST_EXPRESSION)
  const range = `${number.minimum} to ${number.maximum}`
  return z
    .union([one, steps, expression], { error: allowed })
    .optional()
    .meta({
      description: `${number.meaning}; ${number.unit}, ${range}, default ${number.default} (${number.mark}: ${number.source})`,
      default: number.default,
    })
}

/** `fund.shares.grants` to nested groups. */
function treeShape(
  schemas: readonly (readonly [name: string, schema: z.ZodType])[],
): Record<string, z.ZodType> {
  const groups = new Map<string, [string, z.ZodType][]>()
  const shape: Record<string, z.ZodType> = {}
  for (const [name, schema] of schemas) {
    const dot = name.indexOf('.')
    const head = name.slice(0, dot < 0 ? undefined : dot)
    if (dot < 0) shape[head] = schema
    else groups.set(head, [...(groups.get(head) ?? []), [name.slice(dot + 1), schema]])
  }
  for (const [head, inner] of groups) shape[head] = group(treeShape(inner))
  return shape
}

const schedules = (numbers: Readonly<Record<string, NumberDeclaration>>): Record<string, z.ZodType> =>
  treeShape(Object.entries(numbers).map(([name, number]) => [name, scheduleSchema(number)]))

export const policySchema = (levers: Readonly<Record<string, LeverDeclaration>>): z.ZodType =>
  group(schedules(levers))

/** True when some group holds more than empty groups. */
const hasLeaf = (tree: unknown): boolean =>
  typeof tree === 'object' && tree !== null
    ? Object.values(tree).some(hasLeaf)
    : tree !== undefined && tree !== null

function armSchema(catalogue: Catalogue): z.ZodType {
  const identity = { minimum: 0, maximum: 2_147_483_647, integer: true }
  const ids = 'identities of firms: whole numbers from 0 on'
  const perFirm = Object.fromEntries(Object.entries(catalogue.levers).filter(([, lever]) => lever.perFirm))
  const treatment = `levers that hold for single firms: ${Object.keys(perFirm).join(', ')}`
  const policy = z
    .strictObject(schedules(perFirm), { error: treatment })
    .refine(hasLeaf, { error: treatment })
  const shape = {
    where: text('an expression over attributes of an organisation', LONGEST_EXPRESSION).optional(),
    share: numberSchema({ minimum: 0, maximum: 1 }, 'a share from 0 to 1').optional(),
    ids: z.array(numberSchema(identity, ids), { error: 'a list of identities of firms' }).optional(),
    policy,
  }
  const trial = z
    .strictObject(shape, { error: 'a group of keys: where, share or ids, and policy' })
    .optional()
  const description = 'a policy for some firms only: those of `where`, a drawn `share` of them, or `ids`'
  return group({ ...schedules(catalogue.levers), trial: trial.meta({ description }) })
}

function switchSchema(catalogue: Catalogue): z.ZodType {
  const allowed = 'on or off'
  const one = z.union([z.enum(['on', 'off'], { error: allowed }), z.boolean({ error: allowed })], {
    error: allowed,
  })
  const switches = catalogue.mechanisms.filter((mechanism) => mechanism.switchable)
  return group(
    Object.fromEntries(
      switches.map(({ name, purpose }) => [name, one.optional().meta({ description: purpose })]),
    ),
  )
}

function countSchema(key: keyof typeof COUNTS): z.ZodType {
  const { minimum, maximum, meaning } = COUNTS[key]
  return numberSchema({ minimum, maximum, integer: true }, `a whole number from ${minimum} to ${maximum}`)
    .optional()
    .meta({ description: meaning, default: COUNTS[key].default })
}

const FACTOR_NUMBERS = {
  mode: 'the most likely value',
  mean: 'a mean',
  sd: 'a standard deviation above 0; of lognormal, that of the logarithm',
  median: 'a median above 0',
} as const

const MOST_VALUES = 1000
/** Points of a design, and samples that they are drawn from. */
export const MOST_POINTS = 100_000

function factorSchema(): z.ZodType {
  const list = z
    .array(z.number({ error: 'numbers' }), { error: 'a list of numbers' })
    .min(1, { error: 'at least one value' })
    .max(MOST_VALUES, { error: `up to ${MOST_VALUES} values` })
  const range = z.array(z.number({ error: 'numbers' }), { error: 'two numbers, the lower first' }).length(2, { error: 'two numbers, the lower first' })
  const shape = {
    role: z.enum(['lever', 'uncertainty'], { error: 'lever or uncertainty' }).optional()
      .meta({ description: 'a lever is set by government, so the baseline goes without it; an uncertainty holds for the baseline too; by default as its path says' }),
    values: list.optional(),
    range: range.optional().meta({ description: 'lowest and highest value' }),
    steps: numberSchema({ minimum: 2, maximum: MOST_VALUES, integer: true }, `a whole number from 2 to ${MOST_VALUES}`).optional()
      .meta({ description: 'of grid and zip: values at equal distances over the range' }),
    distribution: z.enum(DISTRIBUTIONS, { error: DISTRIBUTIONS.join(', ') }).optional().meta({ description: 'what values are drawn from', default: 'uniform' }),
    ...Object.fromEntries(Object.entries(FACTOR_NUMBERS).map(([key, allowed]) => [key, z.number({ error: allowed }).optional()])),
  }
  const allowed = 'values, or a group of keys: role, values, range, steps, distribution'
  return z.union([list, z.strictObject(shape, { error: allowed })], { error: allowed })
}

function designSchema(): z.ZodType {
  const samples = `a whole number from 1 to ${MOST_POINTS}`
  const count = numberSchema({ minimum: 1, maximum: MOST_POINTS, integer: true }, samples)
  const perRole = z.strictObject({ levers: count, uncertainties: count }, { error: `${samples}, or {levers: n, uncertainties: n}` })
  return group({
    kind: z.enum([...DESIGN_KINDS, 'table'], { error: [...DESIGN_KINDS, 'table'].join(', ') }),
    samples: z.union([count, perRole], { error: `${samples}, or {levers: n, uncertainties: n}` }).optional()
      .meta({ description: 'points; of saltelli base samples, of morris trajectories. Levers and uncertainties are drawn apart and crossed' }),
    levels: numberSchema({ minimum: 2, maximum: 100, integer: true }, 'an even whole number from 2 to 100').optional()
      .meta({ description: 'of morris: values that a factor may have', default: DEFAULTS.levels }),
    seed: text('text', 200).optional().meta({ description: "text that the points are drawn from; the scenario's seed with `design` after it when missing" }),
    file: text('the path of a CSV file', 1000).optional().meta({ description: 'of table: a CSV file with a column for each factor, a row for each point' }),
    factors: z.record(z.string(), factorSchema(), { error: 'factors by path, as policy.fund.budget' }).nullable().optional()
      .meta({ description: 'what varies: full paths of levers and parameters' }),
  })
}

function precisionSchema(): z.ZodType {
  const share = 'a share above 0, such as 0.02, or a percentage such as 2%'
  const name = 'the name of a metric or outcome'
  return group({
    metric: text(name, LONGEST_NAME),
    arms: z.array(armNameSchema, { error: 'a list of arms' }).min(1, { error: 'at least one arm' }).optional().meta({ description: 'all unless told' }),
    halfWidth: z.union([z.number({ error: share }).gt(0, { error: share }), z.string({ error: share }).regex(PERCENTAGE, { error: share })], { error: share })
      .meta({ description: "half of the 95 % interval of a paired effect over the horizon, as a share of the baseline's mean" }),
    max: countSchema('replications').meta({ description: 'replications, at most', default: DEFAULTS.mostReplications }),
  })
}

/** Kept by catalogue: building one takes longer than reading a file with it, and a design reads a thousand variants. */
const built = new WeakMap<Catalogue, z.ZodType>()

export function scenarioSchema(catalogue: Catalogue): z.ZodType {
  const schema = built.get(catalogue) ?? buildSchema(catalogue)
  built.set(catalogue, schema)
  return schema
}

/** Everything optional: what a file leaves out may come from the one that it extends. */
function buildSchema(catalogue: Catalogue): z.ZodType {
  const year = numberSchema({ minimum: 1900, maximum: 2199, integer: true }, DATES)
  const seed = 'text, or a whole number'
  const expression = text('an expression over metrics and earlier outcomes', LONGEST_EXPRESSION)
  const scale = 'a number above 0, up to 1'
  return z.strictObject(
    {
      version: z.literal(1, { error: '1' }).optional().meta({ description: 'version of this format' }),
      name: nameSchema.optional().meta({ description: 'names the folder of results' }),
      question: z
        .string({ error: 'text' })
        .max(2000, { error: 'up to 2000 characters' })
        .optional()
        .meta({ description: 'what the scenario asks', default: DEFAULTS.question }),
      extends: text("the path of another scenario's file", 1000)
        .optional()
        .meta({ description: 'another scenario, whose keys hold where this file says nothing' }),
      region: text("a region's name, or the path of its file", 1000)
        .optional()
        .meta({ description: 'a name in seeds/, or the path of a file beside this one' }),
      scale: z
        .number({ error: scale })
        .gt(0, { error: scale })
        .max(1, { error: scale })
        .optional()
        .meta({ description: 'share of the firms that are simulated', default: DEFAULTS.scale }),
      start: z
        .union([date, year], { error: DATES })
        .optional()
        .meta({ description: "quarter in which the scenario's policy begins", default: DEFAULTS.start }),
      quarters: countSchema('quarters'),
      burnIn: countSchema('burnIn'),
      replications: countSchema('replications'),
      seed: z
        .union([text(seed, 200), z.int({ error: seed })], { error: seed })
        .optional()
        .meta({ description: "text that all chance comes from; the scenario's name when missing" }),
      policy: policySchema(catalogue.levers).meta({
        description: "levers from the start on, over the region's own policy",
      }),
      parameters: group(schedules(parametersByPath(catalogue))).meta({
        description: 'numbers of the model, from the burn-in on',
      }),
      mechanisms: switchSchema(catalogue).meta({
        description: 'processes that are switched on or off from the start on',
      }),
      arms: z
        .record(armNameSchema, armSchema(catalogue), { error: 'arms by name' })
        .nullable()
        .optional()
        .meta({ description: 'variants of the policy; the baseline always runs too' }),
      design: designSchema().meta({ description: 'points at which everything is simulated; with levers it takes the place of arms' }),
      precision: precisionSchema().meta({ description: 'replications are added until effects are known this well, instead of a number' }),
      outcomes: z
        .record(named('letters and digits, beginning with a letter; not what tables have for nothing, yes and no (NA, null, true)', OUTCOME), expression, {
          error: 'expressions by name',
        })
        .nullable()
        .optional()
        .meta({ description: 'further results, computed from metrics' }),
    },
    { error: 'a group of keys' },
  )
}

/** For editors: every lever and parameter with its range and meaning (draft 2020-12). */
export function scenarioJsonSchema(catalogue: Catalogue): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioSchema(catalogue), {
    target: 'draft-2020-12',
    io: 'input',
    reused: 'ref',
  })
  return {
    ...schema,
    title: 'cinsim scenario',
    description:
      'A policy question: a region, a policy, its variants, and how long and how often to simulate them.',
    required: ['version', 'name'],
    anyOf: [{ required: ['region'] }, { required: ['extends'] }],
  }
}
