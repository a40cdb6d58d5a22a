/** Trust is remembered outcomes, a firm's own and those of partners in common (Cowan, Jonard and Zimmermann 2007). */
import { EXPIRY, FAILURE, partnerOf, RUNNING, SUCCESS, type Ties } from '../../world/ties.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations } from '../mechanism.ts'

export const trustParameters = {
  firstTrust: {
    unit: 'share', default: 0.3, minimum: 0.05, maximum: 0.9,
    mark: 'assumed', source: 'half of the value that long partners reach',
    meaning: 'trust in a stranger',
  },
  trustGrowth: {
    unit: 'share of what is missing per quarter', default: 0.06, minimum: 0, maximum: 0.5,
    mark: 'assumed', source: 'two thirds of full trust after five years (Uzzi: repeated exchange)',
    meaning: 'how trust grows while partners work together',
  },
  thirdParty: {
    unit: 'weight', default: 0.5, minimum: 0, maximum: 2,
    mark: 'assumed', source: 'domain-models 3.1: third parties count much',
    meaning: 'weight of a partner in common beside a success of the pair itself',
  },
  memory: {
    unit: 'quarters', default: 12, minimum: 1, maximum: 40, integer: true,
    mark: 'assumed', source: 'domain-models 9a: co-operation surveys look back three years',
    meaning: 'how long an ended tie is remembered',
  },
  memoryDecay: {
    unit: 'share per quarter', default: 0.02, minimum: 0, maximum: 0.5,
    mark: 'read', source: 'domain-models 3.1: 2 % per step',
    meaning: 'how a remembered outcome fades',
  },
} as const satisfies ParameterDeclarations

/** What an ended tie is worth to trust. */
export function creditOf(outcome: number): number {
  return outcome === SUCCESS ? 1 : outcome === EXPIRY ? 0.5 : outcome === FAILURE ? -1 : 0
}

/** Trust at the start of a tie: `first` without any credit, towards 1 with good and towards 0 with bad memories. */
export function startingTrust(first: number, credit: number): number {
  return credit >= 0 ? first + ((1 - first) * credit) / (1 + credit) : first / (1 - credit)
}

/** Credit of the pair's own ended ties. */
export function ownCredit(world: World, row: number, partner: number, decay: number): number {
  const { table, starts, list } = world.ties
  const { outcome, end } = table.columns
  let credit = 0
  for (let entry = starts[row]; entry < starts[row + 1]; entry++) {
    const tie = list[entry]
    if (outcome[tie] === RUNNING || partnerOf(table, tie, row) !== partner) continue
    let kept = 1
    for (let age = end[tie]; age < world.step; age++) kept *= 1 - decay
    credit += kept * creditOf(outcome[tie])
  }
  return credit
}

/** Trust of `row` in each of its partners, written into `trustIn` (by row); `forgetTrust` wipes it again. */
export function recallTrust(ties: Ties, row: number, trustIn: Float64Array): void {
  const { table, starts, list } = ties
  for (let entry = starts[row]; entry < starts[row + 1]; entry++) {
    const tie = list[entry]
    if (table.columns.outcome[tie] === RUNNING) trustIn[partnerOf(table, tie, row)] = table.columns.trust[tie]
  }
}

export function forgetTrust(ties: Ties, row: number, trustIn: Float64Array): void {
  const { table, starts, list } = ties
  for (let entry = starts[row]; entry < starts[row + 1]; entry++) trustIn[partnerOf(table, list[entry], row)] = 0
}

/** Sum over the partners in common of the product of both trusts; `trustIn` is what the searcher recalls. */
export function commonCredit(ties: Ties, candidate: number, trustIn: Float64Array): number {
  const { table, starts, list } = ties
  let credit = 0
  for (let entry = starts[candidate]; entry < starts[candidate + 1]; entry++) {
    const tie = list[entry]
    if (table.columns.outcome[tie] !== RUNNING) continue
    credit += trustIn[partnerOf(table, tie, candidate)] * table.columns.trust[tie]
  }
  return credit
}
