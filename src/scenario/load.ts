/** Loading a scenario: its file and those it extends, its region, its flags; checked as a whole, with every place. */
import type { Catalogue } from './declare.ts'
import { checkDraft, checkShares, levelsOf } from './check.ts'
import type { Language } from './check.ts'
import { designOf, readTable } from './design.ts'
import { layDraft, readDraft } from './draft.ts'
import type { Draft, DraftArm, Grammar, HeadKey } from './draft.ts'
import type { Arithmetic } from './expression.ts'
import type { Files } from './files.ts'
import { readSource, regionPath } from './files.ts'
import { locateYaml } from './located.ts'
import type { Report, Spot } from './problem.ts'
import { createReport, ScenarioError } from './problem.ts'
import { precisionOf } from './precision.ts'
import { parseQuarter } from './quarter.ts'
import type { ReadRegion } from './readRegion.ts'
import { readRegionInto } from './readRegion.ts'
import type { Region } from './region.ts'
import type { Arm, Scenario } from './scenario.ts'
import { DEFAULTS, scenarioSchema } from './schema.ts'

export interface LoadedScenario {
  /** Of the file that was asked for, and of the region it names. */
  readonly path: string
  readonly regionPath: string
  readonly scenario: Scenario
  readonly region: Region
  /** What flags are laid over: the same scenario as written, with its places. */
  readonly written: Draft
  readonly regional: ReadRegion['policy']
  readonly language: Language
}

const MOST_EXTENDED = 10

const grammarOf = (catalogue: Catalogue): Grammar => ({ catalogue, schema: scenarioSchema(catalogue) })

/** The drafts of a file and of those it extends, the lowest first; undefined when one could not be read. */
async function readChain(
  path: string,
  files: Files,
  grammar: Grammar,
  report: Report,
): Promise<Draft[] | undefined> {
  const drafts: Draft[] = []
  const chain: string[] = []
  let asked: Spot | undefined
  let next: string | undefined = path
  while (next !== undefined) {
    const circle: boolean = chain.includes(next)
    chain.push(next)
    if (asked && (circle || chain.length > MOST_EXTENDED)) {
      report.add(
        asked,
        circle
          ? `scenarios that extend each other: ${chain.join(' -> ')}`
          : `a chain of ${chain.length} scenarios`,
        {
          allowed: circle ? 'a chain that ends' : `up to ${MOST_EXTENDED}`,
        },
      )
      return undefined
    }
    const draft: Draft | undefined = await readFile(next, files, grammar, report, asked)
    if (!draft) return undefined
    drafts.unshift(draft)
    const extended = draft.head.get('extends')
    asked = extended?.spot
    next = extended && files.resolve(chain[chain.length - 1], String(extended.value))
  }
  return drafts
}

async function readFile(
  path: string,
  files: Files,
  grammar: Grammar,
  report: Report,
  asked?: Spot,
): Promise<Draft | undefined> {
  const source = await readSource(path, files, report, asked)
  const root = source && locateYaml(source.text, source, report)
  if (!root) return undefined
  if (!root.entries.has('version'))
    report.add(root.spot, 'version is missing', { allowed: '`version: 1`, in every file' })
  const draft = readDraft(root, grammar, report)
  const table = draft.design && (await readTable(draft.design, files, report))
  return draft.design && table ? { ...draft, design: { ...draft.design, table } } : draft
}

/** A file that extends another has a name of its own: two scenarios of one name would write to one folder. */
const withoutName = (draft: Draft): Draft => ({
  ...draft,
  keys: new Set([...draft.keys].filter((key) => key !== 'name')),
  head: new Map([...draft.head].filter(([key]) => key !== 'name')),
})

function layChain(drafts: readonly Draft[]): Draft {
  const nameless = drafts.map((draft, index) => (index < drafts.length - 1 ? withoutName(draft) : draft))
  return nameless.reduce(layDraft)
}

function armsOf(arms: ReadonlyMap<string, DraftArm>): Arm[] {
  const others = [...arms].filter(([name]) => name !== 'baseline')
  const written = others.map(([name, { policy, trial }]): Arm => {
    if (!trial) return { name, policy: levelsOf(policy) }
    const { where, share, ids } = trial
    return {
      name,
      policy: levelsOf(policy),
      trial: {
        ...(where ? { where: where.value } : {}),
        ...(share ? { share: share.value } : {}),
        ...(ids ? { ids: ids.value } : {}),
        policy: levelsOf(trial.policy),
      },
    }
  })
  return [{ name: 'baseline', policy: {} }, ...written]
}

/** The levers of each point are this arm, which takes the place of others. */
const DESIGN_ARM: Arm = { name: 'design', policy: {} }

function scenarioOf(draft: Draft, smallestScale: number, catalogue: Catalogue, report: Report): Scenario {
  const at = (key: HeadKey): string | number | undefined => draft.head.get(key)?.value
  const count = (key: 'quarters' | 'burnIn' | 'replications'): number => Number(at(key) ?? DEFAULTS[key])
  const name = String(at('name') ?? '')
  const seed = String(at('seed') ?? name)
  const design = draft.design && designOf(draft.design, seed, catalogue, report)
  const written = armsOf(draft.arms)
  const arms = design?.factors.some(({ role }) => role === 'lever') ? [written[0], DESIGN_ARM] : written
  const outcomes = Object.fromEntries([...draft.outcomes].map(([outcome, { value }]) => [outcome, value]))
  const known = { metrics: [...Object.keys(catalogue.metrics), ...Object.keys(outcomes)], arms: arms.slice(1).map((arm) => arm.name) }
  const wanted = draft.precision && precisionOf(draft.precision, known, report)
  const switches = [...draft.mechanisms].map(([mechanism, { value }]) => [mechanism, value] as const)
  return {
    version: 1,
    name,
    question: String(at('question') ?? DEFAULTS.question),
    region: String(at('region') ?? ''),
    scale: Number(at('scale') ?? Math.max(DEFAULTS.scale, smallestScale)),
    start: parseQuarter(String(at('start') ?? DEFAULTS.start)) ?? 0,
    quarters: count('quarters'),
    burnIn: count('burnIn'),
    replications: wanted?.most ?? count('replications'),
    ...(wanted ? { precision: wanted.precision } : {}),
    seed,
    policy: levelsOf(draft.policy),
    parameters: levelsOf(draft.parameters),
    mechanisms: Object.fromEntries(switches.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    arms,
    ...(design ? { design } : {}),
    outcomes,
  }
}

/** Checks a whole draft against its region and turns it into a scenario. Problems go to `report`. */
async function complete(
  draft: Draft,
  region: ReadRegion | undefined,
  language: Language,
  report: Report,
): Promise<Scenario> {
  const scenario = scenarioOf(draft, region?.region.minimumScale ?? 0, language.catalogue, report)
  await checkDraft(draft, scenario, language, report)
  if (!region) return scenario
  const { minimumScale, name } = region.region
  const scale = draft.head.get('scale')
  if (scale && scenario.scale < minimumScale) {
    report.add(scale.spot, `scale is ${scenario.scale}, below the smallest of ${name}`, {
      allowed: `${minimumScale} to 1`,
    })
  }
  checkShares(draft, scenario, region.region, region.policy, language.catalogue, report)
  return scenario
}

/** Reads, inherits, fills defaults and checks. Throws a ScenarioError with every problem that was found. */
export async function loadScenario(
  path: string,
  files: Files,
  catalogue: Catalogue,
  arithmetic: Arithmetic,
  trialAttributes: readonly string[] = [],
): Promise<LoadedScenario> {
  const report = createReport()
  const language: Language = { catalogue, arithmetic, trialAttributes }
  const drafts = await readChain(path, files, grammarOf(catalogue), report)
  if (!drafts) throw new ScenarioError(report.problems)
  const draft = layChain(drafts)
  for (const key of ['name', 'region'] as const) {
    if (!draft.keys.has(key)) report.add(draft.spot, `${key} is missing`, { allowed: `\`${key}: ...\`` })
  }
  const named = draft.head.get('region')
  const at = named && (await regionPath(String(named.value), named.spot, files, report))
  const region = at === undefined ? undefined : await readRegionInto(at, files, language, report, named?.spot)
  const scenario = await complete(draft, region, language, report)
  if (report.problems.length > 0 || !region || at === undefined) throw new ScenarioError(report.problems)
  return {
    path,
    regionPath: at,
    scenario,
    region: region.region,
    written: draft,
    regional: region.policy,
    language,
  }
}

/** A loaded scenario with drafts laid over it, checked as a whole. It stays in its region. Problems go to `report`. */
export async function layOver(loaded: LoadedScenario, drafts: readonly Draft[], report: Report): Promise<LoadedScenario> {
  const written = drafts.reduce(layDraft, loaded.written)
  const scenario = await complete(written, { region: loaded.region, policy: loaded.regional }, loaded.language, report)
  return { ...loaded, scenario, written }
}

/** Loads a file that extends a loaded scenario and stays in its region: what is loaded is not read again. */
export async function loadExtending(extended: LoadedScenario, path: string, files: Files): Promise<LoadedScenario> {
  const report = createReport()
  const draft = await readFile(path, files, grammarOf(extended.language.catalogue), report)
  const loaded = draft && (await layOver({ ...extended, path, written: withoutName(extended.written) }, [draft], report))
  if (!loaded || report.problems.length > 0) throw new ScenarioError(report.problems)
  return loaded
}
