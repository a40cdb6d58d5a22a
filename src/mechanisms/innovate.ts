/**
 * R&D becomes innovations: staff and materials go in, a hazard comes out that rises less than in proportion to the
 * stock of R&D and more with good ties. Competence is log quality relative to a frontier that moves on.
 */
import { exp, pow } from '../world/arithmetic.ts'
import { productLines } from '../world/firm.ts'
import { countSpecialisms, mainField, rareSpecialisms } from '../world/knowledge.ts'
import { countBits, FIELDS, WORDS } from '../world/organisations.ts'
import type { Draws } from '../world/random.ts'
import { partnerOf } from '../world/ties.ts'
import type { World } from '../world/world.ts'
import { contributionOfTies, noveltyOf, tieOfInnovation } from './innovate/joint.ts'
import { doResearch, researchParameters } from './innovate/research.ts'
import { mechanism, type ParameterValues } from './mechanism.ts'

const parameters = {
  ...researchParameters,
  hazard: {
    unit: 'attempts per line and quarter', default: 0.45, minimum: 0.02, maximum: 3,
    mark: 'assumed', source: 'calibrated on the share of innovators, CF21',
    meaning: 'projects that a line with lineStock brings to a decision, at opportunity 0 and alone',
  },
  lineStock: {
    unit: 'yuan', default: 5_000_000, minimum: 500_000, maximum: 20_000_000,
    mark: 'derived', source: 'CF20 times 20 million yuan over 15 %',
    meaning: 'usual R&D stock of a product line',
  },
  elasticity: {
    unit: 'elasticity', default: 0.35, minimum: 0.1, maximum: 0.9,
    mark: 'recalled', source: 'evidence F: patents to R&D 0.3-0.7, China about 0.3 (Hu and Jefferson)',
    meaning: 'how the hazard follows the R&D stock of a line',
  },
  recombination: {
    unit: 'share per unit of tie contribution', default: 7, minimum: 0, maximum: 40,
    mark: 'assumed', source: 'co-operating firms innovate 1.2 to 2 times as often',
    meaning: 'what ties add to the hazard',
  },
  spillover: {
    unit: 'share', default: 0.3, minimum: 0, maximum: 2,
    mark: 'recalled', source: 'evidence F: elasticity to university research about 0.1; R78',
    meaning: 'what neighbours at the frontier of a field would add to the hazard of a firm that absorbs all',
  },
  failure: {
    unit: 'share of attempts', default: 0.5, minimum: 0, maximum: 0.95,
    mark: 'recalled', source: 'evidence F: 40-60 % of R&D projects miss the market',
    meaning: 'projects that fail',
  },
  radicalBase: {
    unit: 'share of innovations', default: 0.02, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'about one innovation in ten is new to the market and hard to copy',
    meaning: 'innovations that are radical without any novelty',
  },
  radicalNovelty: {
    unit: 'share per unit of novelty', default: 0.3, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'Nooteboom et al. 2007 (R77): novelty counts most in exploration',
    meaning: 'radical share of joint innovations at full novelty of the partner',
  },
  radicalFrontier: {
    unit: 'share at the frontier', default: 0.12, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'R63 R64: those who come from the frontier bring what the region does not do yet',
    meaning: "radical share added by expertise at the frontier of the firm's main field; it goes with the square",
  },
  radicalRare: {
    unit: 'share per share of the set', default: 0.2, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'L13 L19: knowledge new to the region',
    meaning: 'radical share of a firm all of whose specialisms are rare in the region',
  },
  rareShare: {
    unit: 'share of technology firms', default: 0.004, minimum: 0, maximum: 0.05,
    mark: 'assumed', source: 'a specialism is held by 2-3 % in the mean',
    meaning: 'a specialism that fewer firms hold is rare in the region',
  },
  gain: {
    unit: 'log units of one line', default: 0.15, minimum: 0.01, maximum: 0.5,
    mark: 'assumed', source: 'evidence F: private returns to R&D of 20-30 %',
    meaning: 'mean gain of competence from an incremental innovation at the frontier; gains are exponential',
  },
  radicalGain: {
    unit: 'multiple', default: 3, minimum: 1, maximum: 10,
    mark: 'assumed', source: 'skewed returns of innovation',
    meaning: 'gain of a radical innovation over that of an incremental one',
  },
  frontierPace: {
    unit: 'log units per quarter', default: 0.045, minimum: 0, maximum: 0.1,
    mark: 'assumed', source: 'balances the mean gain of firms that do R&D',
    meaning: 'how fast the frontier moves on: competence lost by standing still',
  },
  imitation: {
    unit: 'share of the gap per quarter', default: 0.09, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'with frontierPace it keeps firms without innovations at -0.5',
    meaning: 'how fast firms below the frontier catch up by copying',
  },
  ease: {
    unit: 'per log unit', default: 1, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'a firm ahead of the frontier has less to gain: without it leaders would grow away for ever',
    meaning: 'how much smaller gains are for a firm that is ahead, and larger for one that is behind',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

/** Attempts per quarter of a firm without ties and neighbours. Knowledge of the main field makes R&D more effective. */
export function ownHazard(
  lines: number, stock: number, expertise: number, opportunity: number,
  parameters: Pick<Parameters, 'hazard' | 'lineStock' | 'elasticity'>,
): number {
  if (stock <= 0) return 0
  const effective = (stock * (0.5 + expertise)) / (lines * parameters.lineStock)
  return lines * parameters.hazard * exp(opportunity) * pow(effective, parameters.elasticity)
}

/** Chance that an innovation is radical. */
export function radicalChance(
  noveltyUsed: number, rareShare: number, expertise: number,
  parameters: Pick<Parameters, 'radicalBase' | 'radicalNovelty' | 'radicalRare' | 'radicalFrontier'>,
): number {
  return Math.min(
    0.9,
    parameters.radicalBase + parameters.radicalNovelty * noveltyUsed + parameters.radicalRare * rareShare
      + parameters.radicalFrontier * expertise * expertise,
  )
}

/** Competence after a quarter: the frontier moves on by `pace`, firms below it catch up a part of the gap. */
export function driftingCompetence(competence: number, pace: number, imitation: number): number {
  return competence - pace + (competence < 0 ? -imitation * competence : 0)
}

/** Gain in competence of a firm with `lines` lines from an innovation in one of them. */
export function competenceGain(gain: number, competence: number, lines: number, ease: number): number {
  return (gain * exp(-ease * competence)) / lines
}

/** What stays the same for all firms in a quarter. */
interface Setting {
  readonly world: World
  readonly parameters: Parameters
  readonly draws: Draws
  /** Of `knowledge` by cluster and field, over the organisations that the spillover comes from. */
  readonly clusterLevels: Float64Array
  readonly rare: Uint32Array
}

export const innovate = mechanism({
  name: 'innovate',
  purpose: 'R&D becomes innovations, alone or jointly, incremental or radical; competence rises and the frontier moves on',
  parameters,
  switchable: true,
  ofTheQuarter: ['rdSpending', 'rdMaterials', 'innovations', 'jointInnovations', 'radicalInnovations'],
  existsFor: { metric: 'innovations', without: 'lower' },
  run(world, _policy, parameters, random) {
    const { rdPlan, rdSpending, rdMaterials, rdStock, technology, competence } = world.organisations.columns
    const { innovations, jointInnovations, radicalInnovations, scienceInnovations } = world.organisations.columns
    const setting: Setting = {
      world,
      parameters,
      draws: random.site('innovate', world.step),
      clusterLevels: meanMainExpertise(world),
      rare: rareSpecialisms(world, parameters.rareShare),
    }
    const kept = pow(1 - parameters.depreciation, 0.25)
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      innovations[firm] = 0
      jointInnovations[firm] = 0
      radicalInnovations[firm] = 0
      scienceInnovations[firm] = 0
      rdSpending[firm] = 0
      rdMaterials[firm] = 0
      competence[firm] = driftingCompetence(competence[firm], parameters.frontierPace, parameters.imitation)
      if (rdPlan[firm] <= 0 && rdStock[firm] <= 0) continue
      doResearch(world, firm, kept, parameters)
      // R&D of a firm that has only begun to do any makes it a technology firm first.
      if (rdStock[firm] > 0 && technology[firm] === 1) bringToMarket(setting, firm)
    }
  },
})

/** Draw indices of one attempt; those of the next attempt follow. */
const OUTCOME = 0, TOGETHER = 1, WHICH_TIE = 2, RADICAL = 3, GAIN = 4, WAIT = 5, PER_ATTEMPT = 6

/** Attempts fall due as the hazard uses up the wait; each may fail, be joint, be radical. */
function bringToMarket(setting: Setting, firm: number): void {
  const { world, parameters, draws } = setting
  const { columns } = world.organisations
  const { id, cluster, knowledge, opportunity, meanRevenue, rdStock, innovationWait, absorptive } = columns
  const owner = id[firm]
  const field = mainField(knowledge, firm)
  const lines = productLines(meanRevenue[firm])
  const alone = ownHazard(lines, rdStock[firm], knowledge[firm * FIELDS + field], opportunity[firm], parameters)
  const together = (parameters.recombination * contributionOfTies(world, firm)) / lines
  const around = parameters.spillover * absorptive[firm] * setting.clusterLevels[cluster[firm] * FIELDS + field]
  const factor = 1 + together + around

  innovationWait[firm] -= alone * factor
  for (let index = 0; innovationWait[firm] <= 0; index += PER_ATTEMPT) {
    innovationWait[firm] += draws.exponential(owner, index + WAIT)
    if (draws.uniform(owner, index + OUTCOME) < parameters.failure) continue
    const joint = draws.uniform(owner, index + TOGETHER) * factor < together
    const tie = joint ? tieOfInnovation(world, firm, draws.uniform(owner, index + WHICH_TIE)) : -1
    const radical =
      draws.uniform(owner, index + RADICAL) <
      radicalChance(tie < 0 ? 0 : noveltyOf(world, tie, firm), rareShareOf(setting, firm), knowledge[firm * FIELDS + field], parameters)
    const gain = draws.exponential(owner, index + GAIN) * parameters.gain * (radical ? parameters.radicalGain : 1)
    record(setting, firm, tie, radical, competenceGain(gain, columns.competence[firm], lines, parameters.ease))
  }
}

function record(setting: Setting, firm: number, tie: number, radical: boolean, gain: number): void {
  const { world } = setting
  const { competence, innovations, jointInnovations, radicalInnovations, scienceInnovations, lastInnovation, cohort, large } =
    world.organisations.columns
  const { events } = world
  competence[firm] += gain
  lastInnovation[firm] = world.step
  innovations[firm]++
  if (radical) radicalInnovations[firm]++
  if (tie >= 0) {
    jointInnovations[firm]++
    world.ties.table.columns.innovations[tie]++
    if (partnerOf(world.ties.table, tie, firm) < world.institutions) scienceInnovations[firm]++
  }
  if (cohort[firm] === 1) events.cohortInnovations++
  // What the region's metrics count are the innovations of SMEs.
  if (large[firm] === 1) return
  events.innovations++
  if (radical) events.radicalInnovations++
  if (tie >= 0) events.jointInnovations++
}

/** Share of a firm's specialisms that are rare in the region. */
function rareShareOf(setting: Setting, firm: number): number {
  const { specialisms } = setting.world.organisations.columns
  const held = countSpecialisms(specialisms, firm)
  let rareHeld = 0
  for (let word = 0; word < WORDS; word++) rareHeld += countBits(specialisms[firm * WORDS + word] & setting.rare[word])
  return held === 0 ? 0 : rareHeld / held
}

/** Mean expertise in each field of the firms in each cluster whose main field it is. */
function meanMainExpertise(world: World): Float64Array {
  const { technology, cluster, knowledge } = world.organisations.columns
  const cells = world.clusterSlots.length * FIELDS
  const sums = new Float64Array(cells)
  const counts = new Int32Array(cells)
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (technology[firm] === 0) continue
    const field = mainField(knowledge, firm)
    sums[cluster[firm] * FIELDS + field] += knowledge[firm * FIELDS + field]
    counts[cluster[firm] * FIELDS + field]++
  }
  for (let cell = 0; cell < cells; cell++) if (counts[cell] > 0) sums[cell] /= counts[cell]
  return sums
}
