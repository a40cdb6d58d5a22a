/** The skilled labour market: attrition, hiring with finite supply, and the talent programme. */
import type { ParameterDeclarations } from './mechanism.ts'
import { mechanism } from './mechanism.ts'
import { adviceParameters, lendExperts } from './hire/advice.ts'
import { leave, leavingParameters } from './hire/leaving.ts'
import { gatherMovers, matchingParameters, matchPosts } from './hire/matching.ts'
import { clearWage, openPosts, postParameters } from './hire/posts.ts'
import {
  awardPrizes,
  bringLeadingTalents,
  fade,
  payFromProgramme,
  programmeParameters,
  recruitAbroad,
  train,
} from './hire/programmes.ts'

const parameters = {
  ...leavingParameters,
  ...postParameters,
  ...matchingParameters,
  ...programmeParameters,
  ...adviceParameters,
} as const satisfies ParameterDeclarations

export const hire = mechanism({
  name: 'hire',
  purpose: 'Skilled staff leave, are hired, trained, recruited and lent; the wage clears; movers carry what they know.',
  parameters,
  switchable: true,
  ofTheQuarter: ['vacancies', 'leavers'],
  existsFor: { metric: 'skilledStaff', without: 'lower' },
  run(world, policy, parameters, random) {
    const { step } = world
    const { general } = policy
    const site = (name: string, at = step) => random.site(`hire.${name}`, at)

    fade(world, parameters)
    // Whether a firm has a plan at a given share of firms is settled once, not anew in each quarter.
    const rebates = leave(world, policy, parameters, site('leaving'), site('stakes', 0))
    payFromProgramme(world, 'taxRebates', 0, rebates)
    const letGo = openPosts(world, parameters)

    recruitAbroad(world, general['talent.overseasRecruits'], parameters, site('recruits'), site('brought'))
    bringLeadingTalents(world, general['talent.leadingTalents'], parameters, site('talents'), site('taught'))
    awardPrizes(world, general['talent.awards'], parameters, site('prizes'))
    train(world, general['talent.training'], parameters, site('courses'))

    lendExperts(world, general['talent.partTimeExperts'], parameters, site('experts', 0), site('advising'))

    gatherMovers(world, letGo, parameters, site('departures'), site('graduates'))
    clearWage(world, parameters)
    matchPosts(world, parameters, site('looking'), site('liking'), site('carrying'))
  },
})
