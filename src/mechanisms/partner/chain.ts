/** Value chains: which small firms deliver to which large one. Contracts are made for a year and renewed while both live. */
import { customerOf } from '../../world/firm.ts'
import type { Randomness } from '../../world/random.ts'
import type { Slots } from '../../world/slots.ts'
import type { World } from '../../world/world.ts'
import type { ParameterDeclarations, ParameterValues } from '../mechanism.ts'
import { fromSlots } from './search.ts'

export const chainParameters = {
  supplierShare: {
    unit: 'share of technology SMEs', default: 0.3, minimum: 0, maximum: 1,
    mark: 'assumed', source: 'L27: most small firms sell to many', meaning: 'technology SMEs that deliver to one large technology firm above all',
  },
} as const satisfies ParameterDeclarations

/** Once a year, suppliers without a customer find one. `large` are the large technology firms. */
export function findCustomers(
  world: World, large: Slots, parameters: ParameterValues<typeof chainParameters>, random: Randomness,
): void {
  if (world.quarter % 4 !== 0) return
  const c = world.organisations.columns
  const suppliers = random.site('partner.supplier', 0)
  const customers = random.site('partner.customer', world.step)
  for (let visit = 0; visit < world.firmCount; visit++) {
    const firm = world.visits[visit]
    if (c.technology[firm] === 0 || customerOf(world, firm) >= 0) continue
    const supplies = c.large[firm] === 0 && suppliers.uniform(c.id[firm], 0) < parameters.supplierShare
    const customer = supplies ? fromSlots(large, c.id[firm], 0, customers) : -1
    c.customer[firm] = Math.max(0, customer)
    c.customerId[firm] = customer < 0 ? 0 : c.id[customer]
  }
}
