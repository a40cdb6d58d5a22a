/** Once a year: the use of information platforms is measured, and part of next year's operating subsidy hangs on it. */
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import { payForInformation } from '../inform/platforms.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'

/** Quarter of the year in which platforms are judged: the last. */
const JUDGEMENT_QUARTER = 3

export const evaluationParameters = {
  useNoise: {
    unit: 'share', default: 0.1, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L38: visits are easier counted than benefits', meaning: 'error in measuring the use of a platform',
  },
  mostReward: {
    unit: 'share of the subsidy', default: 1.2, minimum: 1, maximum: 2,
    mark: 'assumed', source: 'L38: reward elasticity', meaning: 'most that a platform may get whose use has grown',
  },
  evaluationMoney: {
    unit: 'yuan per SME and year', default: 4, minimum: 0, maximum: 100,
    mark: 'assumed', source: 'L38: surveys of users', meaning: 'cost of measuring use when the whole subsidy hangs on it',
  },
} as const satisfies ParameterDeclarations

/** Released share of a subsidy of which `stake` hangs on use, when use is this multiple of what it was a year ago. */
export function releasedShare(stake: number, growth: number, mostReward: number): number {
  return 1 - stake + stake * Math.min(mostReward, Math.max(0, growth))
}

export function evaluateInformation(
  world: World, policy: Policy, parameters: ParameterValues<typeof evaluationParameters>, random: Randomness,
): void {
  if (world.quarter % 4 !== JUDGEMENT_QUARTER) return
  const { use, judgedUse, stake, released } = world.platforms.information.columns
  stake[0] = policy['information.evaluation']
  const smes = world.region.facts.CF01.value * world.scale
  payForInformation(world, 'informationEvaluation', Math.round(parameters.evaluationMoney * stake[0] * smes))
  const measured = use[0] * (1 + parameters.useNoise * random.site('evaluate.use', world.step).normal(0, 0))
  released[0] = releasedShare(stake[0], judgedUse[0] > 0 ? measured / judgedUse[0] : 1, parameters.mostReward)
  judgedUse[0] = use[0]
}
