/** Measures of the rows that read the panel. */
import { paysTax } from '../../src/mechanisms/plan/tax.ts'
import type { Frame } from '../../src/experiment/simulate.ts'
import { RUNNING } from '../../src/world/ties.ts'
import type { World } from '../../src/world/world.ts'

/** Mean over the entries of a table for which `of` has a value; NaN without any. */
function meanOf(count: number, of: (entry: number) => number | undefined): number {
  let sum = 0
  let found = 0
  for (let entry = 0; entry < count; entry++) {
    const value = of(entry)
    if (value === undefined) continue
    sum += value
    found++
  }
  return found === 0 ? NaN : sum / found
}

const meanOfFirms = ({ firms, firmCount }: World, of: (firm: number) => number | undefined): number =>
  meanOf(firmCount, (index) => of(firms[index]!))

/** True merit of those who won a grant of the SME fund in this quarter's call, less that of those refused. */
function meritGap(world: World): number {
  const { grantMerit, grantStatus } = world.organisations.columns
  if (world.quarter % 4 !== 1) return NaN
  const merit = (status: number): number => meanOfFirms(world, (firm) => (grantStatus[firm] === status ? grantMerit[firm] : undefined))
  return merit(2) - merit(1)
}

/** Cognitive distance of the ties that began in the quarter. */
function distanceOfNewTies({ ties: { table }, step }: World): number {
  const { outcome, start, noveltyToFirst, noveltyToSecond } = table.columns
  return meanOf(table.count, (tie) =>
    outcome[tie] === RUNNING && start[tie] === step ? (noveltyToFirst[tie] + noveltyToSecond[tie]) / 2 : undefined,
  )
}

function sumOfSmes(world: World, of: (firm: number) => number): number {
  const { large } = world.organisations.columns
  let sum = 0
  for (let i = 0; i < world.firmCount; i++) if (large[world.firms[i]!] === 0) sum += of(world.firms[i]!)
  return sum
}

/** R&D of the SMEs of one sector, yuan. */
function researchOf(world: World, name: string): number {
  const { sector, rdSpending } = world.organisations.columns
  const wanted = world.sectors.names.indexOf(name)
  return sumOfSmes(world, (firm) => (sector[firm] === wanted ? rdSpending[firm]! : 0))
}

/** Principal that listed firms owe, per yuan of their yearly revenue. */
function debtOfListed(world: World): number {
  const { listed, loan, meanRevenue } = world.organisations.columns
  return sumOfSmes(world, (firm) => listed[firm]! * loan[firm]!) / sumOfSmes(world, (firm) => 4 * listed[firm]! * meanRevenue[firm]!)
}

/** Default chance, all known, of the firms that asked for a guarantee in the quarter. */
function riskOfGuaranteeRequests(world: World): number {
  const { defaultRisk, lastGuaranteeRequest } = world.organisations.columns
  return meanOfFirms(world, (firm) => (lastGuaranteeRequest[firm] === world.step ? defaultRisk[firm] : undefined))
}

/** Default chance, all known, of the firms whose loan an agency has guaranteed in the quarter. */
export function riskOfGuaranteed(world: World): number {
  const { defaultRisk, lastLoan, loanAgency } = world.organisations.columns
  return meanOfFirms(world, (firm) => (lastLoan[firm] === world.step && loanAgency[firm]! > 0 ? defaultRisk[firm] : undefined))
}

/** Technology SMEs by cash per revenue at the first look at a world: identities of the lowest and the highest third. */
const cashThirds = new WeakMap<World, { readonly lowest: ReadonlySet<number>; readonly highest: ReadonlySet<number> }>()
function researchByCash(world: World): number {
  const { id, technology, large, cash, meanRevenue, rdSpending } = world.organisations.columns
  let thirds = cashThirds.get(world)
  if (thirds === undefined) {
    const firms = [...world.firms.subarray(0, world.firmCount)].filter((firm) => technology[firm] === 1 && large[firm] === 0)
    const ranked = firms.sort((a, b) => cash[a]! / meanRevenue[a]! - cash[b]! / meanRevenue[b]! || id[a]! - id[b]!).map((firm) => id[firm]!)
    const third = Math.floor(ranked.length / 3)
    thirds = { lowest: new Set(ranked.slice(0, third)), highest: new Set(ranked.slice(-third)) }
    cashThirds.set(world, thirds)
  }
  const { lowest, highest } = thirds
  const of = (group: ReadonlySet<number>): number => sumOfSmes(world, (firm) => (group.has(id[firm]!) ? rdSpending[firm]! : 0))
  return of(lowest) / of(highest)
}

/** By the row's id: a value for each quarter, NaN where there is none. */
export const panelMeasures: Readonly<Record<string, (frame: Frame) => number>> = {
  E04: ({ world }) => meritGap(world),
  E05: ({ world }) => meritGap(world),
  E19: ({ world }) => researchOf(world, 'software'),
  E33: ({ world: { events } }) => (events.tenants > 0 ? events.tenantExits / events.tenants : NaN),
  E35: ({ world }) => debtOfListed(world),
  E38: ({ world }) => distanceOfNewTies(world),
  E50: ({ world }) => riskOfGuaranteeRequests(world),
  E52: ({ world }) => researchByCash(world),
}

/** Identities of firms that had taxable profit at some look at a world: their plans still follow from it. */
const everTaxed = new WeakMap<World, Set<number>>()
function neverTaxed(world: World, firm: number): boolean {
  const id = world.organisations.columns.id[firm]!
  if (!everTaxed.has(world)) everTaxed.set(world, new Set())
  const taxed = everTaxed.get(world)!
  if (paysTax(world, firm)) taxed.add(id)
  return !taxed.has(id)
}

/**
 * Rows about the R&D of some firms: the same firms in all arms, those that belong to the group in the row's second arm and
 * live in every arm. So who exits, or changes groups, in one arm alone does not count as an effect on R&D.
 */
export const researchGroups: Readonly<Record<string, (world: World, firm: number) => boolean>> = {
  E14: neverTaxed,
  E15: (world, firm) => !paysTax(world, firm),
  E16: (world, firm) => world.organisations.columns.certificateEnds[firm]! > world.step,
}
