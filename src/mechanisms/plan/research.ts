/** R&D that pays: its expected return to a product line against its after-tax user cost. */
import { exp, log, pow } from '../../world/arithmetic.ts'
import { contributionMargin, productLines } from '../../world/firm.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const researchParameters = {
  returnOnLine: {
    unit: 'yuan per yuan of contribution', default: 0.5, minimum: 0.05, maximum: 5,
    mark: 'assumed', source: 'calibrated on CF20: attempts a year x success x gain of sales x years that a gain lasts',
    meaning: 'what R&D of lineResearch a year is worth to a line at opportunity 0, in yearly contributions of the line',
  },
  lineResearch: {
    unit: 'yuan per year', default: 740_000, minimum: 100_000, maximum: 3_000_000,
    mark: 'derived', source: 'CF20 times 20 million yuan',
    meaning: 'usual yearly R&D of a product line',
  },
  elasticity: {
    unit: 'elasticity', default: 0.35, minimum: 0.1, maximum: 0.9,
    mark: 'recalled', source: 'evidence F: patents to R&D 0.3-0.7, China about 0.3',
    meaning: 'how the return that owners expect follows R&D; the user-cost elasticity is 1/(1 - this)',
  },
  smallestProject: {
    unit: 'yuan per year', default: 80_000, minimum: 0, maximum: 1_000_000,
    mark: 'assumed', source: 'a quarter of a full-time person, CF22',
    meaning: 'yearly R&D below which there is no project',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof researchParameters>

/**
 * Yearly R&D of a line (yuan) at which the last yuan returns its user cost `u`: with worth
 * `w = value (R / unit)^e` a year, R = unit (e value / (unit u))^(1 / (1 - e)).
 */
export function wantedResearch(value: number, unit: number, elasticity: number, cost: number): number {
  return unit * exp(log((elasticity * value) / (unit * cost)) / (1 - elasticity))
}

/** What R&D of a line brings in a year less its user cost, yuan: value (R / unit)^e - u R. */
export function netReturn(value: number, unit: number, elasticity: number, cost: number, research: number): number {
  return research > 0 ? value * pow(research / unit, elasticity) - cost * research : 0
}

/** What R&D of `lineResearch` a year would be worth to one line of the firm, yuan a year. */
export function lineValue(world: World, firm: number, parameters: Parameters): number {
  const { meanRevenue, opportunity } = world.organisations.columns
  const contribution = ((meanRevenue[firm] * 4) / productLines(meanRevenue[firm])) * contributionMargin(world, firm)
  return Math.max(1, parameters.returnOnLine * exp(opportunity[firm]) * contribution)
}

/** Yearly R&D that pays for a firm with lines of this value, yuan; 0 when it would be too little for a project. */
export function worthwhileResearch(lines: number, value: number, cost: number, parameters: Parameters): number {
  const wanted = lines * wantedResearch(value, parameters.lineResearch, parameters.elasticity, cost)
  return wanted < parameters.smallestProject ? 0 : wanted
}
