/** What information, service and finance platforms have, and what they cost. */
import { type Purpose, purposeIndex, transfer } from '../../world/ledger.ts'
import { keepNumber } from '../../world/platforms.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'

export const informationParameters = {
  buildMoney: {
    unit: 'yuan per SME and year', default: 60, minimum: 0, maximum: 1000,
    mark: 'assumed', source: 'L36: about 15 million yuan a year in Beijing', meaning: 'public money for building at information.build 1',
  },
  operationMoney: {
    unit: 'yuan per SME and year', default: 20, minimum: 0, maximum: 500,
    mark: 'assumed', source: 'L37: 0.1 of what a platform cost to build, a year', meaning: 'operating subsidy at information.operation 1',
  },
  editionMoney: {
    unit: 'yuan per SME and year', default: 8, minimum: 0, maximum: 500,
    mark: 'assumed', source: 'L39: a fixed cost per variant; staff of ten', meaning: 'cost of each edition beyond the first',
  },
  privateWorth: {
    unit: 'yuan per full user and year', default: 400, minimum: 0, maximum: 10_000,
    mark: 'assumed', source: 'advertisements and leads to service firms', meaning: 'what a user is worth to private partners, who pay no more for building',
  },
  wear: {
    unit: 'share per year', default: 0.25, minimum: 0.01, maximum: 1,
    mark: 'assumed', source: 'software lasts four years', meaning: 'what was built that is worn out in a year',
  },
  enoughBuilt: {
    unit: 'multiple of the baseline building', default: 1.3, minimum: 0.1, maximum: 10,
    mark: 'assumed', source: 'the nearest firms are reached first', meaning: 'building with which half of the firms are within reach',
  },
  contentDecay: {
    unit: 'share per year', default: 0.3, minimum: 0.01, maximum: 0.8,
    mark: 'recalled', source: 'L37', meaning: 'content that goes out of date in a year',
  },
  enoughContent: {
    unit: 'multiple of the baseline operation', default: 1, minimum: 0.05, maximum: 10,
    mark: 'assumed', source: 'what most firms want comes first; the baseline, all of it useful, is half way', meaning: 'useful content with which a platform is worth half of a perfect one',
  },
  ownEffort: {
    unit: 'share of the work', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L38: what is easy to report is done first', meaning: 'work of operators that is useful to firms when nothing hangs on use',
  },
  mismatch: {
    unit: 'share per unit of distance', default: 0.6, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L39 S83', meaning: 'use that is lost by distance in size, stage and sector, each between 0 and 1',
  },
  serviceMoney: {
    unit: 'yuan per platform and year', default: 2e6, minimum: 0, maximum: 2e7,
    mark: 'assumed', source: 'L22: staff of fifteen', meaning: 'cost of a public service platform',
  },
  financeMoney: {
    unit: 'yuan per SME and year', default: 30, minimum: 0, maximum: 1000,
    mark: 'assumed', source: 'L24', meaning: 'cost of a financial services platform that matches everybody rightly; it grows with the square of the accuracy',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof informationParameters>

/** Share of firms within reach of what is built: the nearest come first. */
export const reachOf = (built: number, enough: number): number => built / (built + enough)

/** Worth of a platform with this useful content, relative to a perfect one. */
export const worthOf = (content: number, enough: number): number => content / (content + enough)

/** Useful part of the operators' work when this share of their subsidy hangs on use: what pays is in proportion to it. */
export const usefulEffort = (stake: number, ownEffort: number): number => ownEffort + (1 - ownEffort) * stake

/** The programmes claim from the treasury exactly what they pay. */
export function payForInformation(world: World, purpose: Purpose, amount: number): void {
  transfer(world.ledger, purposeIndex.informationAppropriation, 0, 0, amount)
  transfer(world.ledger, purposeIndex[purpose], 0, 0, amount)
}

function payForPlatforms(world: World, purpose: Purpose, amount: number): void {
  transfer(world.ledger, purposeIndex.platformAppropriation, 0, 0, amount)
  transfer(world.ledger, purposeIndex[purpose], 0, 0, amount)
}

/** A quarter of the SME network: it is built and wears out, is filled and goes out of date. */
export function runInformationPlatform(world: World, policy: Policy, parameters: Parameters): void {
  const { built, content, use, stake, released } = world.platforms.information.columns
  const smes = world.region.facts.CF01.value * world.scale
  const build = Math.round((parameters.buildMoney * policy['information.build'] * smes) / 4)
  const worthToPartners = (parameters.privateWorth * use[0] * world.firmCount) / 4
  const coFunding = Math.round(Math.min(policy['information.coFunding'] * build, worthToPartners))
  payForInformation(world, 'informationBuilding', build)
  transfer(world.ledger, purposeIndex.informationCoFunding, 0, 0, coFunding)
  const usual = (parameters.buildMoney * smes) / 4
  built[0] += (parameters.wear / 4) * ((usual > 0 ? (build + coFunding) / usual : 0) - built[0])

  const operation = policy['information.operation'] * released[0]
  const editions = parameters.editionMoney * (policy['information.variants'] - 1)
  payForInformation(world, 'informationOperation', Math.round(((parameters.operationMoney * operation + editions) * smes) / 4))
  content[0] += (parameters.contentDecay / 4) * (operation * usefulEffort(stake[0], parameters.ownEffort) - content[0])
}

/** Service platforms open or close; the finance platform is as accurate as government pays for. */
export function keepPlatforms(world: World, policy: Policy, parameters: Parameters): void {
  const { service, finance } = world.platforms
  keepNumber(service, policy['platforms.service'])
  payForPlatforms(world, 'servicePlatforms', Math.round((parameters.serviceMoney * service.count * world.scale) / 4))
  const accuracy = policy['platforms.finance']
  finance.columns.accuracy[0] = accuracy
  const smes = world.region.facts.CF01.value * world.scale
  payForPlatforms(world, 'financePlatform', Math.round((parameters.financeMoney * accuracy * accuracy * smes) / 4))
}
