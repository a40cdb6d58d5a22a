/**
 * Exits and entries. A firm ends when it runs out of money, or when its owners have learned that it earns too little
 * (Jovanovic 1982). Founders come from streams that exist in every arm and enter if profit and credit are in sight.
 */
import { vacateSeats } from '../world/alliances.ts'
import { exp } from '../world/arithmetic.ts'
import { bearFirm, birthDraws, COMPETENCE_DRAW, leaveSlots, listNewcomers, SIZE_DRAW } from '../world/founding.ts'
import { outgrown, quarterlyWages } from '../world/firm.ts'
import { founderId, SPIN_OFF, START_UP_OTHER, START_UP_TECHNOLOGY } from '../world/identity.ts'
import { purposeIndex, SME_FUND, transfer } from '../world/ledger.ts'
import type { Draws, Randomness } from '../world/random.ts'
import { NORMAL_UTILISATION } from '../world/sectors.ts'
import { indexTies } from '../world/ties.ts'
import { arrangeVisits, type World } from '../world/world.ts'
import { endAdvice } from './hire/advice.ts'
import { dismissAll } from './hire/movers.ts'
import { repay } from './lend/loans.ts'
import { mechanism, type ParameterValues } from './mechanism.ts'
import { dropGoneTies, endTiesOf } from './partner/ending.ts'
import { settlementParameters } from './settle/costs.ts'
import { admitTenants, incubatorParameters, leaveIncubator, runIncubators } from './turnover/incubators.ts'
import { changeStrata, strataParameters } from './turnover/strata.ts'

const parameters = {
  ...incubatorParameters,
  ...strataParameters,
  outsideOption: {
    unit: 'share of revenue', default: 0.055, minimum: -0.2, maximum: 0.2,
    mark: 'assumed', source: 'what owners could earn elsewhere', meaning: 'profit below which owners who were sure would close',
  },
  signalNoise: {
    unit: 'share of revenue', default: 0.16, minimum: 0.01, maximum: 1,
    mark: 'assumed', source: 'spread of a quarter of margins', meaning: "how little a quarter's profit tells owners",
  },
  optimism: {
    unit: 'standard errors', default: 2.7, minimum: 0, maximum: 4,
    mark: 'assumed', source: 'the option to wait is worth the more the less is known', meaning: 'doubt in favour of going on',
  },
  memory: {
    unit: 'quarters', default: 16, minimum: 2, maximum: 60,
    mark: 'assumed', source: 'owners weigh about four years', meaning: 'most quarters that a belief rests on',
  },
  entryRate: {
    unit: 'share of the initial stock per year', default: 0.03, minimum: 0, maximum: 0.3,
    mark: 'derived', source: 'CF13: in a stationary state entries balance exits', meaning: 'entries when profit and credit in sight are normal',
  },
  founders: {
    unit: 'potential founders per entrant', default: 3, minimum: 1.2, maximum: 20,
    mark: 'assumed', source: 'most who think of founding do not', meaning: 'size of the stream of potential founders',
  },
  profitResponse: {
    unit: 'relative change of entry per relative change of profit', default: 1, minimum: 0, maximum: 5,
    mark: 'assumed', source: 'entry follows profit', meaning: 'how entry follows the margin in sight',
  },
  spinOffs: {
    unit: 'share of universities and institutes per year', default: 0.3, minimum: 0, maximum: 3,
    mark: 'assumed', source: 'R62', meaning: 'chance that a university or institute brings forth a firm, at normal profit',
  },
  entrantSize: {
    unit: 'share of the typical size', default: 0.35, minimum: 0.05, maximum: 1,
    mark: 'assumed', source: 'start-ups begin small', meaning: 'median size of entrants relative to the median of SMEs',
  },
  runway: {
    unit: 'quarters of costs', default: 4, minimum: 0.2, maximum: 8,
    mark: 'assumed', source: 'CF14-CF16: few fail in the first year', meaning: 'cash that founders pay in',
  },
} as const
const reads = { of: 'settle', parameters: { liquidation: settlementParameters.liquidation } } as const
type Parameters = ParameterValues<typeof parameters & typeof reads.parameters>

export const turnover = mechanism({
  name: 'turnover',
  purpose: 'exits of firms out of money or worth too little, entries of start-ups and spin-offs, incubators; size classes and strata once a year',
  parameters,
  reads,
  switchable: false,
  indispensable: 'firms that cannot pay would go on for ever, and nobody would take the place of others',
  run(world, policy, parameters, random) {
    runIncubators(world, policy.general['platforms.incubators'], parameters)
    const ending = new Uint8Array(world.organisations.capacity)
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      if (ends(world, firm, parameters)) ending[firm] = 1
    }
    leave(world, ending, parameters)
    enter(world, parameters, random)
    if (world.quarter % 4 === 3) {
      reclassify(world)
      changeStrata(world, parameters, random)
    }
  },
})

/** Mean of profit shares seen, a normal prior counting as four quarters; the doubt shrinks with what was seen. */
export function updatedBelief(belief: number, signal: number, seen: number): number {
  return belief + (signal - belief) / (seen + 4)
}

function ends(world: World, firm: number, parameters: Parameters): boolean {
  const { insolvent, belief, born, revenue, profit, assets, cash, loan, grantEnds, rdSpending } = world.organisations.columns
  if (insolvent[firm] === 1) return true
  const seen = Math.min(parameters.memory, world.step - born[firm] + 1)
  // R&D can be given up before the firm is: what counts is what it earns without.
  const signal = Math.max(-1, Math.min(1, (profit[firm] + rdSpending[firm]) / Math.max(1, revenue[firm])))
  belief[firm] = updatedBelief(belief[firm], signal, seen)
  const doubt = (parameters.optimism * parameters.signalNoise) / Math.sqrt(seen + 4)
  if (belief[firm] + doubt >= parameters.outsideOption) return false
  // Closing means paying all debts; who cannot goes on and hopes. A running grant is a contract.
  return grantEnds[firm] <= world.step && parameters.liquidation * assets[firm] + cash[firm] >= loan[firm]
}

function leave(world: World, ending: Uint8Array, parameters: Parameters): void {
  const gone: number[] = []
  let kept = 0
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    if (ending[firm] === 0) {
      world.firms[kept++] = firm
      continue
    }
    closeDown(world, firm, parameters)
    gone.push(firm)
  }
  world.firmCount = kept
  world.events.exits += gone.length
  if (gone.length === 0) return
  dropGoneTies(world)
  const { alive } = world.organisations.columns
  const { member } = world.memberships.columns
  vacateSeats(world, (seat) => alive[member[seat]] === 1)
  // The lowest identity's row is taken first.
  for (let i = gone.length - 1; i >= 0; i--) world.freeRows.push(gone[i])
  arrangeVisits(world)
}

/** Assets are sold, the loan is repaid, staff look for work, partners lose a partner, owners take the rest. */
function closeDown(world: World, firm: number, parameters: Parameters): void {
  const c = world.organisations.columns
  transfer(world.ledger, purposeIndex.liquidation, 0, firm, Math.round(parameters.liquidation * c.assets[firm]))
  c.assets[firm] = 0
  if (c.loan[firm] > 0) repay(world, firm, c.loan[firm])
  transfer(world.ledger, purposeIndex.equityReturns, firm, SME_FUND.equity, Math.floor(c.stake[firm] * c.cash[firm]))
  transfer(world.ledger, purposeIndex.closing, firm, 0, c.cash[firm])
  dismissAll(world, firm)
  endAdvice(world, firm)
  endTiesOf(world, firm)
  if (c.incubator[firm] > 0) world.events.tenantExits++
  leaveIncubator(world, firm)
  if (c.technology[firm] === 1) leaveSlots(world, firm)
  c.alive[firm] = 0
}

/** Margin of each sector and stratum relative to the normal one: what a founder sees. */
function profitInSight(world: World): Float64Array {
  const { sector, technology, meanRevenue, meanProfit } = world.organisations.columns
  const cells = world.sectors.count * 2
  const revenue = new Float64Array(cells)
  const profit = new Float64Array(cells)
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.firms[i]
    const cell = sector[firm] * 2 + technology[firm]
    revenue[cell] += meanRevenue[firm]
    profit[cell] += meanProfit[firm]
  }
  const normal = world.region.population.meanMargin.value
  return revenue.map((sum, cell) => (sum > 0 ? profit[cell] / sum / normal : 1))
}

function enter(world: World, parameters: Parameters, random: Randomness): void {
  const inSight = profitInSight(world)
  const founding = random.site('turnover.found', world.step)
  const { region, scale, sectors } = world
  const smes = region.facts.CF01.value
  const technologySmes = region.facts.CF05.value
  const newcomers: { id: number; row: number }[] = []
  const chanceOf = (cell: number): number =>
    Math.max(0, 1 + parameters.profitResponse * (inSight[cell] - 1)) / parameters.founders
  for (let sector = 0; sector < sectors.count; sector++) {
    for (const technology of [0, 1]) {
      const stock = technology === 1
        ? technologySmes * sectors.technologyShare[sector]
        : (smes - technologySmes) * sectors.otherShare[sector]
      const stream = (stock * scale * parameters.entryRate * parameters.founders) / 4
      const origin = technology === 1 ? START_UP_TECHNOLOGY : START_UP_OTHER
      for (let ordinal = 0; ordinal < Math.ceil(stream); ordinal++) {
        const id = founderId(world.step, sector, origin, ordinal)
        // The last founder of the stream exists by a fraction, so that no scale gains one.
        const share = Math.min(1, stream - ordinal)
        if (founding.uniform(id, 0) >= chanceOf(sector * 2 + technology) * share) continue
        newcomers.push({ id, row: found(world, { id, sector, technology, origin: -1 }, parameters, random) })
      }
    }
  }
  const spinOffChance = (1 - exp(-parameters.spinOffs / 4)) * parameters.founders
  for (let origin = 0; origin < world.institutions; origin++) {
    const sector = founding.uniform(origin, 1) < 0.5 ? 0 : Math.min(1, sectors.count - 1)
    const id = founderId(world.step, sector, SPIN_OFF, origin)
    if (founding.uniform(id, 0) >= spinOffChance * chanceOf(sector * 2 + 1)) continue
    newcomers.push({ id, row: found(world, { id, sector, technology: 1, origin }, parameters, random) })
  }
  newcomers.sort((a, b) => a.id - b.id)
  world.events.entries += newcomers.length
  const rows = newcomers.map((newcomer) => newcomer.row)
  admitTenants(world, rows, parameters, random)
  listNewcomers(world, rows)
  indexTies(world.ties, world.organisations.capacity)
}

/** A new firm: small, no better than the founders' draw, with capital that its founders pay in. */
function found(
  world: World, birth: { id: number; sector: number; technology: number; origin: number }, parameters: Parameters, random: Randomness,
): number {
  const row = bearFirm(world, { ...birth, born: world.step }, random)
  const { region, sectors } = world
  const c = world.organisations.columns
  const draws = birthDraws(random)
  const cell = birth.sector * 2 + birth.technology
  const spread = 0.9
  const typical = birth.technology === 1
    ? region.facts.CF11.value * 1e6
    : sectors.revenuePerHead[cell] * region.population.otherMeanStaff.value * exp((-region.population.otherStaffSpread.value * region.population.otherStaffSpread.value) / 2)
  const revenue = typical * parameters.entrantSize * exp(spread * draws.normal(birth.id, SIZE_DRAW))
  const assets = Math.max(1000, Math.round(revenue / (sectors.assetTurnover[birth.sector] * NORMAL_UTILISATION)))
  c.employees[row] = Math.max(1, Math.floor((revenue / sectors.revenuePerHead[cell]) * (1 - sectors.skilledShare[cell]) + c.rounding[row]))
  c.meanRevenue[row] = Math.round(revenue / 4)
  c.competence[row] = competenceOfEntrant(birth.technology, draws, birth.id)
  const cash = Math.round(parameters.runway * (quarterlyWages(world, row) + 0.3 * c.meanRevenue[row]))
  transfer(world.ledger, purposeIndex.founding, 0, row, assets + cash)
  transfer(world.ledger, purposeIndex.investment, row, 0, assets)
  c.assets[row] = assets
  return row
}

function competenceOfEntrant(technology: number, draws: Draws, id: number): number {
  return technology === 1 ? -0.3 + 0.3 * draws.normal(id, COMPETENCE_DRAW) : -0.5
}

/** Firms that have outgrown the size rule are large from the next year on; those that shrank back are SMEs again. */
function reclassify(world: World): void {
  const { large } = world.organisations.columns
  for (let i = 0; i < world.firmCount; i++) large[world.visits[i]] = outgrown(world, world.visits[i]) ? 1 : 0
}
