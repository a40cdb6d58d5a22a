/**
 * Customers divide their spending, firms earn and pay. Each sector has two markets, that of its technology firms and that of
 * the others; customers choose among their firms and rivals outside by attraction, so a better firm gains partly from its
 * neighbours. Capacity follows demand with delay.
 */
import { contributionMargin, fixedCosts, quarterlyCapacity, quarterlyWages, staffAtCapacity, SUPPLIER_CREDIT } from '../world/firm.ts'
import { purposeIndex, SME_FUND, transfer } from '../world/ledger.ts'
import type { Draws } from '../world/random.ts'
import { YEARLY_DEPRECIATION } from '../world/sectors.ts'
import type { World } from '../world/world.ts'
import { mechanism, type ParameterValues } from './mechanism.ts'
import { orderParameters, takeOrders } from './trade/orders.ts'
import { keepAccounts, payRelievedTax, payStandardTax, taxReturnParameters } from './trade/tax.ts'
import { contractSales, payTransformationBonus, technologyParameters } from './trade/technology.ts'

const parameters = {
  ...orderParameters,
  ...technologyParameters,
  ...taxReturnParameters,
  overtime: {
    unit: 'share of capacity', default: 1.15, minimum: 1, maximum: 1.5,
    mark: 'assumed', source: 'overtime and stocks; orders beyond are lost to the outside',
    meaning: 'most that a firm can sell, relative to its capacity',
  },
  precaution: {
    unit: 'share of working capital', default: 1, minimum: 0.1, maximum: 4,
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

export const trade = mechanism({
  name: 'trade',
  purpose: 'demand, revenue, technology contracts, wages, materials, investment, corporate tax and its reliefs, withdrawals of owners',
  parameters,
  switchable: false,
  indispensable: 'nobody would sell, pay wages or pay tax, so no account would move',
  run(world, policy, parameters, random) {
    moveEfficiency(world, random.site('trade.efficiency', world.step))
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

/**
 * Advantages wear off and new ones come (Hopenhayn 1992): a first-order autoregression around what founders bring, with
 * their spread. So no firm is safe for ever, and the old fail as well.
 */
function moveEfficiency(world: World, draws: Draws): void {
  const { id, efficiency } = world.organisations.columns
  const { efficiencySpread, efficiencyPersistence } = world.region.population
  const kept = Math.sqrt(Math.sqrt(efficiencyPersistence.value))
  const news = efficiencySpread.value * Math.sqrt(1 - kept * kept)
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    efficiency[firm] = kept * efficiency[firm] + news * draws.normal(id[firm], 0)
  }
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
