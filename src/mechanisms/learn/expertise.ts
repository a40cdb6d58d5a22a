/** Expertise by field: the frontier moves on, R&D and practice follow it, partners that know more teach. */
import { OWN_FIELD } from '../../world/knowledge.ts'
import { FIELDS } from '../../world/organisations.ts'
import { partnerOf, RUNNING } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import type { frontierParameters } from './frontier.ts'
import type { Knowing } from './knowing.ts'
import { passingRate, type passingParameters } from './passing.ts'

export const expertiseParameters = {
  researchRate: {
    unit: 'share of the gap per quarter', default: 0.05, minimum: 0, maximum: 0.3,
    mark: 'assumed', source: 'usual R&D keeps a firm near 0.7 of the frontier in its main field',
    meaning: 'how fast R&D at full effort closes the gap to the frontier in the main field; half as fast in the second',
  },
  practiceRate: {
    unit: 'share of the gap per quarter', default: 0.008, minimum: 0, maximum: 0.1,
    mark: 'assumed', source: 'keeps technology firms without R&D near 0.4 of the frontier',
    meaning: 'the same for experience at work, without any R&D',
  },
  spillover: {
    unit: 'share of the gap per quarter', default: 0.03, minimum: 0, maximum: 0.2,
    mark: 'assumed', source: 'R78: social returns at least twice the private ones',
    meaning: 'how fast a firm with full absorptive capacity follows the mean expertise of its cluster',
  },
  advising: {
    unit: 'share of the lead per quarter', default: 0.02, minimum: 0, maximum: 0.2,
    mark: 'assumed', source: 'between practice and full R&D; L20: a few days a year',
    meaning: 'how fast a firm with full absorptive capacity learns in its main field from the expert who advises it',
  },
} as const satisfies ParameterDeclarations

/** Expertise relative to the frontier after a quarter: it falls by `pace`, and `renewal` closes part of the gap. */
export function renewedExpertise(expertise: number, pace: number, renewal: number): number {
  const left = expertise * (1 - pace)
  return left + renewal * (1 - left)
}

/** Universities and institutes work at the frontier of their fields. */
export function keepAtFrontier(world: World, parameters: ParameterValues<typeof frontierParameters>): void {
  const { knowledge } = world.organisations.columns
  for (let entry = 0; entry < world.institutions * FIELDS; entry++) {
    if (knowledge[entry] < OWN_FIELD) continue
    knowledge[entry] = renewedExpertise(knowledge[entry], parameters.frontierPace, parameters.institutionRenewal)
  }
}

type Parameters = ParameterValues<typeof expertiseParameters & typeof frontierParameters & typeof passingParameters>

/**
 * New expertise of one firm. What partners and an expert teach is the sum of rate x lead, but never more than the
 * largest lead: two good teachers do not make one better than both. `taught` and `lead` are scratch, an entry for each field.
 */
export function raiseExpertise(
  world: World, knowing: Knowing, means: Float64Array, actor: number, parameters: Parameters,
  taught: Float64Array, lead: Float64Array,
): void {
  const { knowledge, absorptive, cluster, adviser } = world.organisations.columns
  const { table, starts, list } = world.ties
  const { outcome } = table.columns
  const { levels, efforts } = knowing
  const firm = knowing.rows[actor]
  taught.fill(0)
  lead.fill(0)
  for (let entry = starts[firm]; entry < starts[firm + 1]; entry++) {
    const tie = list[entry]
    if (outcome[tie] !== RUNNING) continue
    const partner = knowing.place[partnerOf(table, tie, firm)]
    const rate = passingRate(world, knowing, tie, actor, partner, parameters)
    for (let field = 0; field < FIELDS; field++) {
      const ahead = levels[partner * FIELDS + field] - levels[actor * FIELDS + field]
      if (ahead <= 0) continue
      taught[field] += rate * ahead
      if (ahead > lead[field]) lead[field] = ahead
    }
  }
  if (adviser[firm] > 0) {
    const main = knowing.mainFields[actor]
    const ahead = levels[knowing.place[adviser[firm] - 1] * FIELDS + main] - levels[actor * FIELDS + main]
    if (ahead > 0) {
      taught[main] += parameters.advising * absorptive[firm] * ahead
      lead[main] = Math.max(lead[main], ahead)
    }
  }
  const renewal = parameters.practiceRate + parameters.researchRate * efforts[actor]
  const follow = parameters.spillover * absorptive[firm]
  for (let field = 0; field < FIELDS; field++) {
    const level = levels[actor * FIELDS + field]
    const own = field === knowing.mainFields[actor] ? renewal : field === knowing.secondFields[actor] ? renewal / 2 : 0
    const around = Math.max(0, means[cluster[firm] * FIELDS + field] - level)
    const learned = Math.min(taught[field], lead[field]) + follow * around
    knowledge[firm * FIELDS + field] = Math.min(1, renewedExpertise(level, parameters.frontierPace, own) + learned)
  }
}
