/**
 * What facts of a region are held against: every metric, as its mean over the quarters of a year that have a value, and the
 * moments below. Names are contract.
 */
import type { MomentDeclaration } from '../scenario/declare.ts'
import { purposeIndex } from '../world/ledger.ts'
import { UNIVERSITY } from '../world/organisations.ts'
import type { World } from '../world/world.ts'
import { type MetricKey, metricKeys, metrics } from './metrics.ts'
import { exitHazard, type LifeTable, logSpread, median, tallyStructure, watchLives } from './structure.ts'
import { tallyBusiness, YEAR } from './tallies.ts'

const MILLION = 1e6
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : NaN)

const lookAt = (world: World) => ({ world, structure: tallyStructure(world), business: tallyBusiness(world) })
type Look = ReturnType<typeof lookAt>

interface Moment extends MomentDeclaration {
  /** At the end of a quarter; the moment is the mean over quarters. */
  readonly atQuarter?: (look: Look) => number
  /** Of the lives that were watched. */
  readonly ofLives?: (lives: LifeTable, quarters: number) => number
}

/** Seen in every population, the one as grown included. */
const grown = (unit: string, meaning: string, atQuarter: (look: Look) => number): Moment => ({ unit, meaning, grown: true, atQuarter })
/** What a quarter must be simulated for. */
const run = (unit: string, meaning: string, atQuarter: (look: Look) => number): Moment => ({ unit, meaning, grown: false, atQuarter })
const ofLives = (unit: string, meaning: string, formula: Required<Moment>['ofLives']): Moment => ({ unit, meaning, grown: false, ofLives: formula })

const own = {
  smeShareOfFirms: grown('share', 'SMEs among firms of all sizes', ({ structure: s }) => share(s.smes, s.firms)),
  smeShareOfStaff: grown('share', 'staff of SMEs among staff of firms of all sizes', ({ structure: s }) => share(s.smeStaff, s.staff)),
  staffPerSme: grown('persons', 'mean staff of an SME', ({ structure: s }) => share(s.smeStaff, s.smes)),
  microShare: grown('share', 'SMEs with fewer than 10 staff', ({ structure: s }) => share(s.micro, s.smes)),
  smallShare: grown('share', 'SMEs with 10 to 99 staff', ({ structure: s }) => share(s.small, s.smes)),
  mediumShare: grown('share', 'SMEs with 100 staff or more', ({ structure: s }) => share(s.medium, s.smes)),
  technologyRevenueSpread: grown(
    'log units', 'standard deviation of log revenue of technology firms of all sizes',
    ({ structure: s }) => logSpread(s.technologyRevenues),
  ),
  technologyMedianRevenue: grown(
    'million yuan per year', 'median revenue of technology firms of all sizes, four times that of the quarter',
    ({ structure: s }) => (YEAR * median(s.technologyRevenues)) / MILLION,
  ),
  youngShare: grown('share', 'firms of all sizes younger than five years', ({ structure: s }) => share(s.young, s.firms)),
  membersPerAlliance: grown(
    'members', 'seats held in an alliance, mean', ({ world }) => share(world.memberships.count, world.alliances.count),
  ),
  universities: grown('universities', 'universities, at full scale', ({ world }) => institutionsOf(world, true) / world.scale),
  institutes: grown('institutes', 'public research institutes, at full scale', ({ world }) => institutionsOf(world, false) / world.scale),

  entryRate: ofLives(
    'share per year', 'firms founded and still alive at the end of their first quarter, per firm at the beginning of the year',
    ({ entries, stock }, quarters) => (share(entries, stock) * YEAR) / quarters,
  ),
  exitRate: ofLives(
    'share per year', 'firms that ended, per firm at the beginning of the year',
    ({ ended, stock }, quarters) => (share(ended.reduce((sum, count) => sum + count, 0), stock) * YEAR) / quarters,
  ),
  exitHazardYear1: ofLives('share', 'firms that end in the first year of their life', (lives) => exitHazard(lives, 1)),
  exitHazardYear2: ofLives('share', 'firms that end in their second year, of those that reach it', (lives) => exitHazard(lives, 2)),
  exitHazardYear3: ofLives('share', 'firms that end in their third year, of those that reach it', (lives) => exitHazard(lives, 3)),
  exitHazardYears4To7: ofLives(
    'share per year', 'firms that end in a year of their life from the fourth to the seventh', (lives) => exitHazard(lives, 4, 7),
  ),

  technologyRdIntensity: run(
    'share', 'R&D spending over revenue of technology firms of all sizes',
    ({ structure: s }) => share(s.technologyResearch, s.technologyRevenues.reduce((sum, revenue) => sum + revenue, 0)),
  ),
  rdPersonCost: run(
    'yuan per year', 'R&D spending of SMEs per full-time person who does R&D',
    ({ business, world }) => share(business.rd * world.skilledWage, business.rdWages),
  ),
  innovativeFinancing: run(
    'million yuan per year', 'loans of innovative financing paid out, four times those of the quarter',
    ({ world }) => (YEAR * world.ledger.flows[purposeIndex.innovativeLoans]) / MILLION / world.scale,
  ),
  guaranteedLoanShare: run(
    'share', 'of what SMEs with fewer than 100 staff owe to banks, that covered by guarantees of agencies',
    ({ structure: s }) => share(s.smallGuaranteed, s.smallDebt),
  ),
  meanGuaranteedLoan: run(
    'million yuan', 'principal of a loan with a guarantee, mean', ({ structure: s }) => share(s.guaranteedDebt, s.guaranteedLoans) / MILLION,
  ),
} as const satisfies Record<string, Moment>

function institutionsOf({ organisations, institutions }: World, universities: boolean): number {
  let count = 0
  for (let row = 0; row < institutions; row++) if ((organisations.columns.kind[row] === UNIVERSITY) === universities) count++
  return count
}

/** Metrics that a population has as it is grown. */
const grownMetrics: readonly MetricKey[] = [
  'firms', 'technologyFirms', 'largeFirms', 'employment', 'revenue', 'productivity', 'skilledStaff', 'skilledWage', 'awareness',
  'knowledgeLevel', 'knowledgeDiversity', 'alliances', 'allianceMembers', 'smeSeatShare', 'agencyCapital', 'confidence',
]

type OwnKey = keyof typeof own
const ownKeys = Object.keys(own) as OwnKey[]
const metricMoment = (key: MetricKey): MomentDeclaration => ({ unit: metrics[key].unit, meaning: metrics[key].meaning, grown: grownMetrics.includes(key) })

export type MomentKey = OwnKey | MetricKey
/** By name; metrics first. */
export const moments = Object.fromEntries([
  ...metricKeys.map((key) => [key, metricMoment(key)] as const),
  ...ownKeys.map((key) => [key, own[key] as MomentDeclaration] as const),
]) as Readonly<Record<MomentKey, MomentDeclaration>>

export type MomentValues = Readonly<Record<MomentKey, number>>

export interface YearWatch {
  /** To be called after every quarter, with the metrics of it. */
  look(world: World, observed: Float64Array): void
  /** Of all quarters that were looked at; NaN where there is no value. */
  moments(): MomentValues
}

/** Follows quarters from `world` on, which has not begun the first of them. Looking changes nothing. */
export function watchYear(world: World): YearWatch {
  const lives = watchLives(world)
  const seen = new Map<MomentKey, number[]>()
  let quarters = 0
  const note = (key: MomentKey, value: number): void => {
    if (Number.isNaN(value)) return
    const values = seen.get(key)
    if (values) values.push(value)
    else seen.set(key, [value])
  }
  return {
    look(now, observed) {
      quarters++
      lives.look(now)
      metricKeys.forEach((key, index) => note(key, observed[index]))
      const looked = lookAt(now)
      for (const key of ownKeys) note(key, (own[key] as Moment).atQuarter?.(looked) ?? NaN)
    },
    moments() {
      const mean = (key: MomentKey): number => {
        const values = seen.get(key) ?? []
        return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length
      }
      const value = (key: MomentKey): number => (own[key as OwnKey] as Moment | undefined)?.ofLives?.(lives.table, quarters) ?? mean(key)
      return Object.fromEntries(Object.keys(moments).map((key) => [key, value(key as MomentKey)])) as Record<MomentKey, number>
    },
  }
}

/** Of a population as grown; NaN for what only a run shows. `observed` are its metrics. */
export function momentsAsGrown(world: World, observed: Float64Array): MomentValues {
  const looked = lookAt(world)
  const value = (key: MomentKey): number => {
    if (!moments[key].grown) return NaN
    return (own[key as OwnKey] as Moment | undefined)?.atQuarter?.(looked) ?? observed[metricKeys.indexOf(key as MetricKey)]
  }
  return Object.fromEntries(Object.keys(moments).map((key) => [key, value(key as MomentKey)])) as Record<MomentKey, number>
}
