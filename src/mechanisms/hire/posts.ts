/** How many skilled persons each firm wants, and the wage that brings demand and supply together. */
import { exp, log, pow } from '../../world/arithmetic.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const postParameters = {
  personCost: {
    unit: 'yuan per person and year', default: 317000, minimum: 280000, maximum: 350000,
    mark: 'derived', source: 'CF22',
    meaning: 'R&D spending per full-time person when the skilled wage is that of CF23; all but the wage is materials',
  },
  substitution: {
    unit: 'elasticity', default: 0.5, minimum: 0, maximum: 1.5,
    mark: 'assumed', source: 'elasticity of substitution between skilled and other labour, 0.3-1.5 in most studies',
    meaning: 'how far production does with fewer skilled persons when their wage rises',
  },
  slack: {
    unit: 'share of the persons wanted', default: 0.2, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'firms keep staff whom they would have to find again',
    meaning: 'skilled staff kept above those wanted before any are let go',
  },
  cashQuarters: {
    unit: 'quarters of the wage', default: 2, minimum: 0, maximum: 8,
    mark: 'assumed', source: 'survival first: no post without the money for it',
    meaning: 'cash that a firm has at hand for each post it opens',
  },
  wageResponse: {
    unit: 'log wage per log ratio of posts to searchers', default: 0.015, minimum: 0, maximum: 0.2,
    mark: 'assumed', source: 'a shortage of one half closes within about two years',
    meaning: 'change of the wage in a quarter',
  },
  wageLimit: {
    unit: 'share of the wage', default: 0.02, minimum: 0.005, maximum: 0.1,
    mark: 'assumed', source: 'wages are agreed for a year',
    meaning: 'largest change of the wage in a quarter',
  },
} as const satisfies ParameterDeclarations

/** Ratio of posts to searchers is damped by this share of the initial stock, so that small worlds do not jump. */
const DAMPING = 0.005

/** The skilled wage of the region when it was grown, yuan a year. */
export function startingWage(world: World): number {
  return world.region.facts['CF23'].value
}

/** Persons that R&D of `quarterlySpending` employs: materials per person stay as they are when the wage moves. */
export function researchers(quarterlySpending: number, personCost: number, wage: number, wageAtStart: number): number {
  return (quarterlySpending * 4) / (personCost + wage - wageAtStart)
}

/** Skilled persons that production with `employees` ordinary staff needs, at a wage relative to the starting one. */
export function productionStaff(employees: number, skilledShare: number, substitute: number): number {
  return ((employees * skilledShare) / (1 - skilledShare)) * substitute
}

/** Skilled persons let go: those beyond the slack, and never for the sake of a single one. */
export function surplus(skilled: number, wanted: number, slack: number): number {
  return Math.max(0, skilled - Math.max(wanted + 1, Math.floor(wanted * (1 + slack))))
}

/** The skilled wage after a quarter with so many posts and searchers, whole yuan. */
export function clearedWage(
  wage: number,
  posts: number,
  searchers: number,
  damping: number,
  response: number,
  limit: number,
): number {
  const change = response * log((posts + damping) / (searchers + damping))
  return Math.max(1, Math.round(wage * exp(Math.max(-limit, Math.min(limit, change)))))
}

/** Opens posts (`vacancies`) or lets staff go; returns how many are let go in each row. Skilled staff is as after leaving. */
export function openPosts(world: World, parameters: ParameterValues<typeof postParameters>): Int32Array {
  const { sectors, skilledWage } = world
  const { columns } = world.organisations
  const { sector, technology, employees, skilled, vacancies, rounding, rdPlan, cash, insolvent } = columns
  const atStart = startingWage(world)
  const substitute = pow(skilledWage / atStart, -parameters.substitution)
  const cashPerPost = (parameters.cashQuarters * skilledWage) / 4
  const letGo = new Int32Array(world.organisations.capacity)
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    const skilledShare = sectors.skilledShare[sector[firm] * 2 + technology[firm]]
    let need = productionStaff(employees[firm], skilledShare, substitute)
    if (rdPlan[firm] > 0) need += researchers(rdPlan[firm], parameters.personCost, skilledWage, atStart)
    // The same firm always rounds at the same place, so a need that stays brings no coming and going.
    const wanted = Math.floor(need + rounding[firm])
    const missing = wanted - skilled[firm]
    vacancies[firm] = 0
    if (missing > 0) {
      if (insolvent[firm] === 0 && cash[firm] >= cashPerPost) {
        vacancies[firm] = cashPerPost > 0 ? Math.min(missing, Math.floor(cash[firm] / cashPerPost)) : missing
      }
    } else if (missing < -1) {
      letGo[firm] = surplus(skilled[firm], wanted, parameters.slack)
      skilled[firm] -= letGo[firm]
    }
  }
  return letGo
}

/** Moves the wage towards where posts and searchers are equal. */
export function clearWage(world: World, parameters: ParameterValues<typeof postParameters>): void {
  const { vacancies } = world.organisations.columns
  let posts = 0
  for (let i = 0; i < world.firmCount; i++) posts += vacancies[world.visits[i]]
  world.skilledWage = clearedWage(
    world.skilledWage,
    posts,
    world.movers.count,
    DAMPING * world.skilledStart,
    parameters.wageResponse,
    parameters.wageLimit,
  )
}
