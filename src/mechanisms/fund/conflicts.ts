/**
 * What goes wrong between bureaus that do not coordinate. Each firm meets, or does not meet, each of three conflicts; coherence
 * removes them in an order drawn for each firm.
 */
import type { Draws } from '../../world/random.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const conflictParameters = {
  contradiction: {
    unit: 'share of firms', default: 0.15, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L12: pairs of rules that cannot both be met', meaning: 'firms that cannot meet the rules of both funds',
  },
  desk: {
    unit: 'share of skilled staff', default: 0.1, minimum: 0.01, maximum: 1,
    mark: 'assumed', source: 'daily work goes on', meaning: 'skilled staff that can write applications at one time, at least enough for one',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof conflictParameters>

/** Indices of the ranks at which conflicts are removed, and of the draw of who meets the contradiction. */
const RULES = 0, CALENDAR = 1, REGISTER = 2, CONTRADICTION = 3

const removed = (draws: Draws, id: number, conflict: number, coherence: number): boolean => draws.uniform(id, conflict) < coherence

/** True when the firm can meet the rules of one fund or the other, not of both. */
export function rulesContradict(draws: Draws, id: number, coherence: number, parameters: Parameters): boolean {
  return draws.uniform(id, CONTRADICTION) < parameters.contradiction && !removed(draws, id, RULES, coherence)
}

/** True when both calls close together and the firm has no staff for both applications (person-years) in one quarter. */
export function calendarsClash(draws: Draws, id: number, coherence: number, skilled: number, paperwork: number, parameters: Parameters): boolean {
  return 4 * paperwork > parameters.desk * skilled && !removed(draws, id, CALENDAR, coherence)
}

/** True when the second fund can see what the first has funded. */
export const isRegistered = (draws: Draws, id: number, coherence: number): boolean => removed(draws, id, REGISTER, coherence)
