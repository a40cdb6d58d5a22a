/**
 * Firms learn of schemes, partners and loans: from information platforms, general news and their partners' example, each
 * only as far as the manager attends to it; and what they know goes out of date. Publicity raises attention for a while.
 */
import { RUNNING } from '../world/ties.ts'
import type { World } from '../world/world.ts'
import { fitByGroup, groupOf } from './inform/fit.ts'
import {
  informationParameters, keepPlatforms, payForInformation, reachOf, runInformationPlatform, worthOf,
} from './inform/platforms.ts'
import { mechanism, type ParameterValues, type PolicyInForce, policyOf } from './mechanism.ts'
import type { Randomness } from '../world/random.ts'

/**
 * Quarter of the year in which managers are addressed: the first, before the call of the SME fund. Firms outside the
 * technology stratum, which hear only of loans, are looked at in this quarter alone, for the whole year.
 */
const CAMPAIGN_QUARTER = 0
/** Uses are added up in millionths, so that the sum is exact in any order. */
const MILLIONTHS = 1e6

const parameters = {
  ...informationParameters,
  platformRate: {
    unit: 'per quarter', default: 0.8, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'with full use of a perfect platform nearly half of what is missing is learned in a quarter',
    meaning: 'learning from an information platform by a firm that attends fully and that it fits, at full reach and worth',
  },
  newsRate: {
    unit: 'per quarter', default: 0.04, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'press and associations', meaning: 'learning from general news by a firm that attends fully',
  },
  exampleRate: {
    unit: 'per quarter and informed partner', default: 0.05, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'word of mouth', meaning: 'learning from a well-informed partner by a firm that attends fully',
  },
  fade: {
    unit: 'share per year', default: 0.3, minimum: 0, maximum: 0.9,
    mark: 'recalled', source: 'L37 L40', meaning: 'what firms know that goes out of date in a year',
  },
  attentionFade: {
    unit: 'share per year', default: 0.3, minimum: 0, maximum: 0.9,
    mark: 'recalled', source: 'L40', meaning: 'how fast attention that publicity has raised falls back',
  },
  persuasion: {
    unit: 'share of the inattention', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L40: enthusiasm of staff beside the manager', meaning: 'how far publicity raises the attention of a manager whom it reaches',
  },
  contactCost: {
    unit: 'yuan per manager', default: 150, minimum: 0, maximum: 5000,
    mark: 'assumed', source: 'a place at a briefing', meaning: 'what it costs to reach a manager',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

/** Awareness after a quarter: part goes out of date, then what is missing is learned at `learning` per quarter. */
export function nextAwareness(awareness: number, learning: number, fade: number): number {
  const kept = awareness * (1 - fade)
  return kept + ((1 - kept) * learning) / (1 + learning)
}

export const inform = mechanism({
  name: 'inform',
  purpose: "awareness spreads by information platforms, news and partners' example as far as managers attend, and fades",
  parameters,
  switchable: true,
  existsFor: { metric: 'awareness', without: 'lower' },
  run(world, policy, parameters, random) {
    keepPlatforms(world, policy.general, parameters)
    runInformationPlatform(world, policy.general, parameters)
    if (world.quarter % 4 === CAMPAIGN_QUARTER) publicise(world, policy, parameters, random)
    spread(world, policy.general['information.variants'], parameters)
  },
})

/** Once a year publicity reaches some managers of SMEs, who attend more. */
function publicise(world: World, policy: PolicyInForce, parameters: Parameters, random: Randomness): void {
  const { id, large, attention } = world.organisations.columns
  const draws = random.site('inform.publicity', world.step)
  let reached = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (large[firm] === 1 || draws.uniform(id[firm], 0) >= policyOf(policy, world, firm)['information.outreach']) continue
    attention[firm] += parameters.persuasion * (1 - attention[firm])
    reached++
  }
  payForInformation(world, 'publicity', Math.round(parameters.contactCost * reached))
}

function spread(world: World, variants: number, parameters: Parameters): void {
  const { technology, interest, attention, awareness } = world.organisations.columns
  const wholeYear = world.quarter % 4 === CAMPAIGN_QUARTER
  const { information } = world.platforms
  const examples = partnersAwareness(world)
  const fits = fitByGroup(world.sectors.count, variants, parameters.mismatch)
  const supply = reachOf(information.columns.built[0], parameters.enoughBuilt) * worthOf(information.columns.content[0], parameters.enoughContent)
  const fade = parameters.fade / 4
  const attentionFade = parameters.attentionFade / 4
  let used = 0
  let users = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (technology[firm] === 0 && !wholeYear) continue
    const quarters = technology[firm] === 1 ? 1 : 4
    const use = attention[firm] * fits[groupOf(world, firm)] * supply
    used += technology[firm] * Math.round(use * MILLIONTHS)
    users += technology[firm]
    const learning = parameters.platformRate * use + attention[firm] * (parameters.newsRate + parameters.exampleRate * examples[firm])
    awareness[firm] = nextAwareness(awareness[firm], quarters * learning, quarters * fade)
    attention[firm] += quarters * attentionFade * (interest[firm] - attention[firm])
  }
  information.columns.use[0] = users > 0 ? used / MILLIONTHS / users : 0
}

/** Sum of the partners' awareness, by row, as it was before this quarter. Universities and institutes are informed. */
function partnersAwareness(world: World): Float64Array {
  const { awareness } = world.organisations.columns
  const { table } = world.ties
  const { first, second, outcome } = table.columns
  const sums = new Float64Array(world.organisations.capacity)
  const known = (row: number): number => (row < world.institutions ? 1 : awareness[row])
  // The table's order is that of (start, identities), whatever rows the firms stand in.
  for (let tie = 0; tie < table.count; tie++) {
    if (outcome[tie] !== RUNNING) continue
    sums[first[tie]] += known(second[tie])
    sums[second[tie]] += known(first[tie])
  }
  return sums
}
