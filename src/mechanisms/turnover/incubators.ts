/**
 * Incubators take in young technology firms as far as they have places, pay part of their rents, and share what services
 * they have among their tenants. After three years a tenant must leave, fit or not.
 */
import { fixedCosts } from '../../world/firm.ts'
import { purposeIndex, transfer } from '../../world/ledger.ts'
import { keepNumber } from '../../world/platforms.ts'
import type { Randomness } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'

export const incubatorParameters = {
  incubatorPlaces: {
    unit: 'tenants per incubator', default: 75, minimum: 1, maximum: 300,
    mark: 'recalled', source: 'L23: 50-100', meaning: 'places of an incubator, at full scale',
  },
  stay: {
    unit: 'quarters', default: 12, minimum: 4, maximum: 40, integer: true,
    mark: 'recalled', source: 'L23: 3 years', meaning: 'time after which a tenant must leave',
  },
  rentSubsidy: {
    unit: 'share of the rent', default: 0.4, minimum: 0, maximum: 1,
    mark: 'recalled', source: 'L23', meaning: "part of its tenants' rents and bought services that an incubator pays",
  },
  incubatorServices: {
    unit: 'yuan per incubator and year', default: 750_000, minimum: 0, maximum: 20_000_000,
    mark: 'assumed', source: 'R91: business guidance; five advisers', meaning: 'services that an incubator has to share among its tenants',
  },
  incubatorStaff: {
    unit: 'yuan per incubator and year', default: 1_000_000, minimum: 0, maximum: 20_000_000,
    mark: 'assumed', source: 'R60: 22,000 staff in 1,239 incubators, part of them paid by government', meaning: 'cost of running an incubator',
  },
} as const satisfies ParameterDeclarations
type Parameters = ParameterValues<typeof incubatorParameters>

/** Whole yuan of a quarter for a tenant with these rents: a part of them, and its part of the services, as far as it needs any. */
export function tenantSupport(rents: number, rentSubsidy: number, services: number, tenants: number): number {
  return Math.round(rentSubsidy * rents + Math.min((1 - rentSubsidy) * rents, services / tenants))
}

/** Opens and closes incubators, lets out whose time is over, and supports the others: support is part of their profit. */
export function runIncubators(world: World, wanted: number, parameters: Parameters): void {
  const { incubator, tenancyEnds, large, profit } = world.organisations.columns
  const { incubators } = world.platforms
  if (wanted === 0 && incubators.count === 0) return
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (incubator[firm] === 0) continue
    if (tenancyEnds[firm] <= world.step || incubator[firm] > wanted || large[firm] === 1) leaveIncubator(world, firm)
  }
  keepNumber(incubators, wanted)
  payManagement(world, Math.round((parameters.incubatorStaff * wanted * world.scale) / 4))
  const services = (parameters.incubatorServices * world.scale) / 4
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (incubator[firm] === 0) continue
    const tenants = incubators.columns.tenants[incubator[firm] - 1]
    const support = tenantSupport(fixedCosts(world, firm), parameters.rentSubsidy, services, tenants)
    transfer(world.ledger, purposeIndex.platformAppropriation, 0, 0, support)
    transfer(world.ledger, purposeIndex.incubatorSupport, 0, firm, support)
    profit[firm] += support
    world.events.tenants++
  }
}

function payManagement(world: World, amount: number): void {
  transfer(world.ledger, purposeIndex.platformAppropriation, 0, 0, amount)
  transfer(world.ledger, purposeIndex.incubatorStaff, 0, 0, amount)
}

/** The firm moves out, or is gone. `tenancyEnds` says when. */
export function leaveIncubator(world: World, firm: number): void {
  const { incubator, tenancyEnds } = world.organisations.columns
  if (incubator[firm] === 0) return
  world.platforms.incubators.columns.tenants[incubator[firm] - 1]--
  incubator[firm] = 0
  tenancyEnds[firm] = world.step
}

const PRIORITY = 0, WISH = 1

/** New technology firms move in by drawn priority as long as there are places: where they wish to, or next to it. */
export function admitTenants(world: World, newcomers: readonly number[], parameters: Parameters, random: Randomness): void {
  const { id, technology, incubator, tenancyEnds } = world.organisations.columns
  const { count, columns: { tenants } } = world.platforms.incubators
  const rounding = random.site('turnover.places', 0)
  const freePlaces = Int32Array.from({ length: count }, (_, base) =>
    Math.max(0, Math.floor(parameters.incubatorPlaces * world.scale + rounding.uniform(base, 0)) - tenants[base]))
  let left = freePlaces.reduce((sum, places) => sum + places, 0)
  if (left === 0) return
  const draws = random.site('turnover.tenancy', world.step)
  const applicants = newcomers
    .filter((firm) => technology[firm] === 1)
    .map((firm) => ({ firm, priority: draws.uniform(id[firm], PRIORITY) }))
    .sort((a, b) => a.priority - b.priority || id[a.firm] - id[b.firm])
  for (const { firm } of applicants) {
    if (left-- === 0) return
    let base = Math.floor(draws.uniform(id[firm], WISH) * count)
    while (freePlaces[base] === 0) base = (base + 1) % count
    freePlaces[base]--
    tenants[base]++
    incubator[firm] = base + 1
    tenancyEnds[firm] = world.step + parameters.stay
  }
}
