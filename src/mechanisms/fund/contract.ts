/** What both funds agree with a firm: the project, its money, and whether the firm means to keep to it. */
import { pow } from '../../world/arithmetic.ts'
import { workingCapital } from '../../world/firm.ts'
import type { Draws } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues, Policy } from '../mechanism.ts'

export const contractParameters = {
  projectQuarters: {
    unit: 'quarters', default: 8, minimum: 2, maximum: 16, integer: true,
    mark: 'recalled', source: 'evidence 2C: Innofund projects last about two years', meaning: 'length of a project',
  },
  upfront: {
    unit: 'share', default: 0.7, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'evidence 2C: 70 % ahead, 30 % on acceptance', meaning: 'part of a grant paid at once',
  },
  temptation: {
    unit: 'probability', default: 0.5, minimum: 0, maximum: 1,
    mark: 'derived', source: 'R47: 42 % of grantees misused the money when few were looked at',
    meaning: 'chance that a firm with enough cash diverts a grant when nobody looks; one without any always would',
  },
  diverted: {
    unit: 'share of the project', default: 0.8, minimum: 0, maximum: 1,
    mark: 'derived', source: 'R47: 42 % of grantees, 53 % of the money: those who misuse a grant misuse most of it',
    meaning: 'part of the project that a firm that diverts leaves undone',
  },
} as const satisfies ParameterDeclarations
/** A firm reckons with the penalty that auditors ask for. */
type Parameters = ParameterValues<typeof contractParameters> & { readonly penalty: number }

/** Chance of at least one audit in a project of so many quarters. */
export function auditChance(auditsPerYear: number, quarters: number): number {
  return 1 - pow(1 - Math.min(1, auditsPerYear / 4), quarters)
}

/**
 * Chance that a winner diverts the money: rises with its lack of cash (0 to 1), falls with what being caught costs, and
 * is 0 once a diverted yuan costs more than a yuan in expectation.
 */
export function temptation(need: number, caught: number, penalty: number, whenSafe: number): number {
  return (whenSafe + (1 - whenSafe) * need) * Math.max(0, 1 - caught * (1 + penalty))
}

/** R&D a quarter that a grant obliges to. */
export const promisedResearch = (grant: number, matching: number, quarters: number): number => (grant * (1 + matching)) / quarters

/**
 * Begins a project, or adds a second grant to the one won in the same call: the same project is promised twice, so what
 * is owed is the larger of the two. Returns what is paid at once, whole yuan.
 */
export function beginProject(world: World, firm: number, grant: number, policy: Policy, draws: Draws, parameters: Parameters): number {
  const c = world.organisations.columns
  const { projectQuarters, upfront } = parameters
  const promise = promisedResearch(grant, policy['fund.matching'], projectQuarters)
  if (c.grantMoney[firm] === 0) {
    const lack = workingCapital(world, firm, c.meanRevenue[firm]) - c.cash[firm]
    const need = Math.max(0, Math.min(1, lack / grant))
    const caught = auditChance(policy['coordination.supervision'], projectQuarters)
    const diverts = draws.uniform(c.id[firm], 0) < temptation(need, caught, parameters.penalty, parameters.temptation)
    // What the firm does on its own counts as the project: it cannot leave undone what it would do anyway.
    c.grantDiverted[firm] = diverts ? Math.max(0, Math.min(parameters.diverted, 1 - c.rdPlan[firm] / promise)) : 0
    c.grantSpent[firm] = 0
    c.grantPromise[firm] = promise
    c.grantStart[firm] = world.step
    c.grantEnds[firm] = world.step + projectQuarters
  } else c.grantPromise[firm] = Math.max(c.grantPromise[firm], promise)
  c.grantDuty[firm] = c.grantPromise[firm] * (1 - c.grantDiverted[firm])
  c.grantMoney[firm] += grant
  return Math.round(grant * upfront)
}

/** Nothing is owed to the firm any more, nor by it. */
export function endProject(world: World, firm: number): void {
  const c = world.organisations.columns
  c.grantRest[firm] = 0
  c.innovationRest[firm] = 0
  c.grantDuty[firm] = 0
  c.grantPromise[firm] = 0
  c.grantMoney[firm] = 0
  c.grantDiverted[firm] = 0
}
