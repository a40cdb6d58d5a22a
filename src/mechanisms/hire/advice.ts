/**
 * Universities and institutes lend academics part-time to SMEs. Who advises spends a few days a year in the firm; the
 * programme pays part of them. What advice carries is in `learn`, what it takes from partners in `partner`.
 */
import { quarterlyWages } from '../../world/firm.ts'
import { mainField } from '../../world/knowledge.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import { FIELDS } from '../../world/organisations.ts'
import type { Draws } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { personAddress } from './movers.ts'
import { payFromProgramme } from './programmes.ts'

export const adviceParameters = {
  academics: {
    unit: 'persons', default: 100, minimum: 0, maximum: 2000,
    mark: 'assumed', source: 'CF59 CF60: about 47,000 in fields that firms work in',
    meaning: 'academics of a university or institute who could advise firms',
  },
  adviceDays: {
    unit: 'days per year', default: 15, minimum: 0, maximum: 60,
    mark: 'recalled', source: 'L20: 10-20 days', meaning: 'time that an expert spends in the firm that he advises',
  },
  dayRate: {
    unit: 'yuan per day', default: 1500, minimum: 200, maximum: 10_000,
    mark: 'assumed', source: 'pay of technical experts in projects, 800 to 2,000 yuan', meaning: 'price of a day of advice',
  },
  adviceSubsidy: {
    unit: 'share of the price', default: 0.3, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L20', meaning: 'part of the price that the programme pays; the firm pays the rest',
  },
  adviceQuarters: {
    unit: 'quarters', default: 4, minimum: 1, maximum: 20, integer: true,
    mark: 'assumed', source: 'agreements are made for a year', meaning: 'how long an expert advises one firm',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof adviceParameters>

/** Slots that a free expert tries in a quarter: about a quarter of them hold a firm. */
const TRIES = 24

/** Experts that an institution may lend; `rounding` is its own fixed draw, so that they are right in the mean. */
export function expertsAllowed(share: number, academics: number, rounding: number): number {
  return Math.floor(share * academics + rounding)
}

/** Advice in a quarter: what runs is paid for or ends, and experts who are free look for firms. */
export function lendExperts(
  world: World, share: number, parameters: Parameters, rounding: Draws, meeting: Draws,
): void {
  const price = Math.round((parameters.adviceDays * parameters.dayRate) / 4)
  const subsidy = Math.round(price * parameters.adviceSubsidy)
  const fee = price - subsidy
  const paid = continueAdvice(world, fee) + beginAdvice(world, share, fee, parameters, rounding, meeting)
  payFromProgramme(world, 'adviceSubsidies', 0, paid * subsidy)
}

/** Ends the advice that has run its time or is no longer affordable; the number of firms that paid. */
function continueAdvice(world: World, fee: number): number {
  const { adviser, adviceEnds } = world.organisations.columns
  let paid = 0
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (adviser[firm] === 0) continue
    if (adviceEnds[firm] <= world.step || !affords(world, firm, fee)) {
      endAdvice(world, firm)
      continue
    }
    transfer(world.ledger, purposeIndex.adviceFees, firm, 0, fee)
    paid++
  }
  return paid
}

function beginAdvice(
  world: World, share: number, fee: number, parameters: Parameters, rounding: Draws, meeting: Draws,
): number {
  const { id, experts, adviser, adviceEnds } = world.organisations.columns
  let begun = 0
  for (let place = 0; place < world.institutions; place++) {
    // Another institution's experts begin in each quarter, so that none always finds the firms that are free.
    const institution = (place + world.step) % world.institutions
    const allowed = expertsAllowed(share, parameters.academics, rounding.uniform(id[institution], 0))
    const free = allowed - experts[institution]
    for (let ordinal = 0; ordinal < free; ordinal++) {
      const firm = firmToAdvise(world, institution, personAddress(id[institution], ordinal, world.step), fee, meeting)
      if (firm < 0) continue
      adviser[firm] = institution + 1
      adviceEnds[firm] = world.step + parameters.adviceQuarters
      experts[institution]++
      transfer(world.ledger, purposeIndex.adviceFees, firm, 0, fee)
      begun++
    }
  }
  return begun
}

/** The first SME among those that an expert meets which does R&D, can learn from the institution, and wants and affords it. */
function firmToAdvise(world: World, institution: number, address: number, fee: number, meeting: Draws): number {
  const { id, large, insolvent, rdPlan, adviser, absorptive, knowledge } = world.organisations.columns
  const { rows } = world.technologySlots
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const firm = rows[meeting.slot(address, attempt, rows.length)]
    if (firm < 0 || large[firm] === 1 || insolvent[firm] === 1 || adviser[firm] > 0 || rdPlan[firm] <= 0) continue
    const field = mainField(knowledge, firm)
    if (knowledge[institution * FIELDS + field] <= knowledge[firm * FIELDS + field]) continue
    if (!affords(world, firm, fee) || meeting.pairUniform(address, id[firm], 0) >= absorptive[firm]) continue
    return firm
  }
  return -1
}

/** Survival comes first: a quarter's wages stay untouched. */
function affords(world: World, firm: number, fee: number): boolean {
  return world.organisations.columns.cash[firm] - quarterlyWages(world, firm) >= fee
}

/** The expert goes back to the university or institute. */
export function endAdvice(world: World, firm: number): void {
  const { adviser, experts } = world.organisations.columns
  if (adviser[firm] === 0) return
  experts[adviser[firm] - 1]--
  adviser[firm] = 0
}
