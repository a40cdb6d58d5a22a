/** How well an information platform fits a firm: editions divide the firms by size, stage and sector. */
import type { World } from '../../world/world.ts'

/** Staff from which on a firm is small, and medium; age in quarters from which on it is growing, and established. */
const SIZES = [10, 100] as const
const STAGES = [12, 40] as const
/** Classes of size and of stage. */
const CLASSES = 3

/** Group of a firm by sector, size and stage: its place in what `fitByGroup` gives. */
export function groupOf(world: World, firm: number): number {
  const { sector, employees, skilled, born } = world.organisations.columns
  const staff = employees[firm] + skilled[firm]
  const age = world.step - born[firm]
  const size = staff < SIZES[0] ? 0 : staff < SIZES[1] ? 1 : 2
  const stage = age < STAGES[0] ? 0 : age < STAGES[1] ? 1 : 2
  return (sector[firm] * CLASSES + size) * CLASSES + stage
}

/** Into how many parts editions divide size, stage and sector: an edition more than the least divided takes, if enough. */
export function partsOf(editions: number): [number, number, number] {
  const parts: [number, number, number] = [1, 1, 1]
  for (;;) {
    const order = [0, 1, 2].sort((a, b) => parts[a]! - parts[b]! || a - b)
    const next = order.find((dimension) => (parts[0] * parts[1] * parts[2] * (parts[dimension]! + 1)) / parts[dimension]! <= editions)
    if (next === undefined) return parts
    parts[next]!++
  }
}

/** Distance from a place between 0 and 1 to what is made for its part, one of so many equal ones, or for everybody. */
export function distanceToEdition(place: number, parts: number): number {
  const part = Math.min(parts - 1, Math.floor(place * parts))
  return Math.min(Math.abs(place - (part + 0.5) / parts), Math.abs(place - 0.5))
}

/**
 * Fit of the nearest edition for every group, 0 to 1. A group's place in each of size, stage and sector is the middle of
 * its class; fit falls by `mismatch` per unit of distance.
 */
export function fitByGroup(sectors: number, editions: number, mismatch: number): Float64Array {
  const [sizeParts, stageParts, sectorParts] = partsOf(editions)
  const fits = new Float64Array(sectors * CLASSES * CLASSES)
  for (let group = 0; group < fits.length; group++) {
    const stage = group % CLASSES
    const size = Math.floor(group / CLASSES) % CLASSES
    const sector = Math.floor(group / (CLASSES * CLASSES))
    const distance =
      distanceToEdition((size + 0.5) / CLASSES, sizeParts) +
      distanceToEdition((stage + 0.5) / CLASSES, stageParts) +
      distanceToEdition((sector + 0.5) / sectors, sectorParts)
    fits[group] = Math.max(0, 1 - mismatch * distance)
  }
  return fits
}
