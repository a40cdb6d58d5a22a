/**
 * Customers divide their spending, firms earn and pay. A sector's customers choose among its firms and rivals outside by
 * attraction, so a better firm gains partly from its neighbours. Capacity follows demand with delay.
 */
import { exp, log } from '../world/arithmetic.ts'
import { contributionMargin, fixedCosts, orderSpread, quarterlyCapacity, quarterlyWages, staffAtCapacity, SUPPLIER_CREDIT } from '../world/firm.ts'
import { purposeIndex, SME_FUND, transfer } from '../world/ledger.ts'
import type { Draws } from '../world/random.ts'
import { YEARLY_DEPRECIATION } from '../world/sectors.ts'
import type { World } from '../world/world.ts'
import { mechanism, type ParameterValues } from './mechanism.ts'
import { keepAccounts, payRelievedTax, payStandardTax, taxReturnParameters } from './trade/tax.ts'
import { contractSales, payTransformationBonus, technologyParameters } from './trade/technology.ts'

const parameters = {
  ...technologyParameters,
  ...taxReturnParameters,
  competenceWorth: {
    unit: 'log attraction per log competence', default: 0.6, minimum: 0, maximum: 3,
    mark: 'assumed', source: 'demand for better products is elastic, but customers are loyal',
    meaning: 'what competence relative to the frontier is worth to customers',
  },
  sizeReturns: {
    unit: 'elasticity', default: 0.97, minimum: 0.8, maximum: 1,
    mark: 'assumed', source: 'the next customers are further away; keeps large firms from taking all',
    meaning: 'how attraction follows capacity',
  },
  overtime: {
    unit: 'share of capacity', default: 1.15, minimum: 1, maximum: 1.5,
    mark: 'assumed', source: 'overtime and stocks; orders beyond are lost to the outside',
    meaning: 'most that a firm can sell, relative to its capacity',
  },
  precaution: {
    unit: 'share of working capital', default: 0.85, minimum: 0.1, maximum: 4,
    mark: 'assumed', source: 'property 2: owners withdraw cash above a precautionary target',
    meaning: 'cash that owners leave in the firm, relative to what production ties up',
  },
  withdrawal: {
    unit: 'share per quarter', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'property 2', meaning: 'part of the cash above the target that owners take out',
  },
  reserve: {
    unit: 'share of principal', default: 0.5, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'most one-year loans are rolled over', meaning: 'part of its loan that a firm keeps at hand before owners take money out',
  },
  memory: {
    unit: 'share per quarter', default: 0.25, minimum: 0.05, maximum: 1,
    mark: 'assumed', source: 'a year', meaning: 'weight of the latest quarter in mean revenue and profit',
  },
} as const
type Parameters = ParameterValues<typeof parameters>

/** Assets at which returns to size are neutral, yuan; any value gives the same shares. */
const TYPICAL_ASSETS = 1e6

export const trade = mechanism({
  name: 'trade',
  purpose: 'demand, revenue, technology contracts, wages, materials, investment, corporate tax and its reliefs, withdrawals of owners',
  parameters,
  switchable: false,
  indispensable: 'nobody would sell, pay wages or pay tax, so no account would move',
  run(world, policy, parameters, random) {
    const orders = takeOrders(world, parameters, random.site('trade.orders', world.step))
    const { meanRevenue, technology } = world.organisations.columns
    const taxDay = world.quarter % 4 === 3
    for (let visit = 0; visit < world.firmCount; visit++) {
      const firm = world.visits[visit]
      // Wanted several times below: looked up once, since this loop visits every firm of the region.
      const wages = quarterlyWages(world, firm)
      const overhead = fixedCosts(world, firm)
      const materialsShare = 1 - contributionMargin(world, firm)
      sellAndPay(world, firm, orders[firm], wages, overhead, materialsShare, parameters)
      invest(world, firm, wages)
      if (technology[firm] === 1) payTransformationBonus(world, firm, policy, parameters)
      if (taxDay) {
        if (technology[firm] === 1) payRelievedTax(world, firm, policy, parameters)
        else payStandardTax(world, firm)
      }
      withdraw(world, firm, wages + overhead + (1 - SUPPLIER_CREDIT) * materialsShare * meanRevenue[firm], parameters)
      adjustStaff(world, firm)
    }
  },
})

/** Orders by row, whole yuan. Attraction is counted in whole yuan of assets, so that its sum is exact in any order. */
function takeOrders(world: World, parameters: Parameters, draws: Draws): Float64Array {
  const { id, sector, assets, competence, meanRevenue, riskiness } = world.organisations.columns
  const attraction = new Float64Array(world.organisations.capacity)
  const total = new Float64Array(world.sectors.count)
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    const spread = orderSpread(meanRevenue[firm], riskiness[firm])
    // The mean of a log-normal is exp(s^2/2) above its median: taken out, so that risk alone attracts nobody.
    const luck = spread * draws.normal(id[firm], 0) - (spread * spread) / 2
    const size = (parameters.sizeReturns - 1) * log(Math.max(1000, assets[firm]) / TYPICAL_ASSETS)
    attraction[firm] = Math.round(assets[firm] * exp(parameters.competenceWorth * competence[firm] + size + luck))
    total[sector[firm]] += attraction[firm]
  }
  if (world.step === 0) meetOutside(world, total)
  const perAttraction = new Float64Array(world.sectors.count)
  for (let i = 0; i < world.sectors.count; i++) {
    perAttraction[i] = world.demand[i] / (total[i] + world.outsideAttraction[i])
  }
  for (let i = 0; i < world.firmCount; i++) {
    const firm = world.visits[i]
    attraction[firm] *= perAttraction[sector[firm]]
  }
  return attraction
}

/** In the first quarter: rivals outside are as attractive as lets the region's firms sell what they are sized for. */
function meetOutside(world: World, total: Float64Array): void {
  const outside = world.region.population.outsideShare.value
  for (let i = 0; i < world.sectors.count; i++) world.outsideAttraction[i] = (total[i] * outside) / (1 - outside)
}

function sellAndPay(
  world: World, firm: number, orders: number, wages: number, overhead: number, materialsShare: number, parameters: Parameters,
): void {
  const { ledger } = world
  const c = world.organisations.columns
  // Goods must be paid for before they are sold: a firm short of cash cannot take every order.
  const free = c.cash[firm] - wages - overhead
  const fundable = Math.max(0, free) / ((1 - SUPPLIER_CREDIT) * materialsShare)
  const revenue = Math.round(Math.min(orders, parameters.overtime * quarterlyCapacity(world, firm), fundable))
  const contracts = c.technology[firm] === 1 ? contractSales(world, firm, revenue, parameters) : 0
  transfer(ledger, purposeIndex.sales, 0, firm, revenue - contracts)
  if (contracts > 0) transfer(ledger, purposeIndex.technologySales, 0, firm, contracts)

  const skilledWages = Math.min(wages, Math.round((c.skilled[firm] * world.skilledWage) / 4))
  const ordinaryWages = wages - skilledWages
  const materials = Math.round(revenue * materialsShare) + overhead
  pay(world, firm, purposeIndex.wages, ordinaryWages)
  pay(world, firm, purposeIndex.skilledWages, skilledWages)
  pay(world, firm, purposeIndex.materials, materials)

  const wearAndTear = Math.round((c.assets[firm] * YEARLY_DEPRECIATION) / 4)
  const interest = Math.round((c.loan[firm] * c.loanRate[firm]) / 4)
  // Wages of R&D staff are in the payroll; what R&D adds beside them is materials.
  const costs = wages + materials + wearAndTear + interest + c.rdMaterials[firm]
  const profit = revenue - costs
  c.revenue[firm] = revenue
  c.profit[firm] = profit
  c.meanRevenue[firm] += parameters.memory * (revenue - c.meanRevenue[firm])
  c.meanProfit[firm] += parameters.memory * (profit - c.meanProfit[firm])
  c.taxable[firm] += profit
  if (c.technology[firm] === 1) keepAccounts(world, firm, contracts)
}

/** Pays as far as cash goes; a firm that cannot pay in full is insolvent. */
function pay(world: World, firm: number, purpose: number, due: number): void {
  const { cash, insolvent } = world.organisations.columns
  const paid = Math.min(due, cash[firm])
  transfer(world.ledger, purpose, firm, 0, paid)
  if (paid < due) insolvent[firm] = 1
}

/** Assets wear out; new ones are bought as planned, as far as cash above a quarter's wages goes. */
function invest(world: World, firm: number, wages: number): void {
  const { assets, cash, investmentPlan } = world.organisations.columns
  const free = Math.max(0, cash[firm] - wages / 2)
  const bought = Math.floor(Math.min(investmentPlan[firm], free))
  transfer(world.ledger, purposeIndex.investment, firm, 0, bought)
  assets[firm] = Math.max(1000, Math.round(assets[firm] * (1 - YEARLY_DEPRECIATION / 4)) + bought)
}

/** Owners, the fund among them where it holds a stake, take out part of what a precautionary target and the principal due do not need. */
function withdraw(world: World, firm: number, workingCapital: number, parameters: Parameters): void {
  const { cash, loan, insolvent, stake } = world.organisations.columns
  if (insolvent[firm] === 1) return
  const excess = cash[firm] - parameters.precaution * workingCapital - parameters.reserve * loan[firm]
  if (excess <= 0) return
  const withdrawn = Math.floor(parameters.withdrawal * excess)
  const toFund = Math.floor(stake[firm] * withdrawn)
  transfer(world.ledger, purposeIndex.equityReturns, firm, SME_FUND.equity, toFund)
  transfer(world.ledger, purposeIndex.dividends, firm, 0, withdrawn - toFund)
}

/** Ordinary staff follow capacity; where a fraction of a person is rounded is the firm's for life. */
function adjustStaff(world: World, firm: number): void {
  const { employees, skilled, sector, technology, rounding } = world.organisations.columns
  const skilledShare = world.sectors.skilledShare[sector[firm] * 2 + technology[firm]]
  const wanted = Math.floor(staffAtCapacity(world, firm) * (1 - skilledShare) + rounding[firm])
  employees[firm] = Math.max(skilled[firm] === 0 ? 1 : 0, wanted)
}
