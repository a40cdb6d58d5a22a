/**
 * Where the SMEs of the scenario's start stood then: how large, how old, in which sector and stratum, with which loan. What
 * becomes of each of these groups tells who gains and who loses. A firm that is gone counts as 0, see observe/groups.ts.
 */
import type { World } from '../world/world.ts'
import { groupMeasureNames, measureFirm } from './groups.ts'
import { MEDIUM_STAFF, SMALL_STAFF } from './structure.ts'

type Columns = World['organisations']['columns']

interface Dimension {
  readonly name: string
  readonly classes: readonly string[]
  /** Place in `classes`. */
  readonly of: (columns: Columns, row: number, step: number) => number
}

const YOUNG_YEARS = 3
const OLD_YEARS = 10

const dimensions = (sectors: readonly string[]): readonly Dimension[] => [
  { name: 'stratum', classes: ['technology', 'other'], of: (c, row) => 1 - c.technology[row] },
  {
    name: 'size', classes: ['micro', 'small', 'medium'],
    of: (c, row) => {
      const staff = c.employees[row] + c.skilled[row]
      return Number(staff >= SMALL_STAFF) + Number(staff >= MEDIUM_STAFF)
    },
  },
  {
    name: 'age', classes: [`under ${YOUNG_YEARS} years`, `${YOUNG_YEARS} to ${OLD_YEARS} years`, `over ${OLD_YEARS} years`],
    of: (c, row, step) => {
      const years = (step - c.born[row]) / 4
      return Number(years >= YOUNG_YEARS) + Number(years >= OLD_YEARS)
    },
  },
  { name: 'sector', classes: sectors, of: (c, row) => c.sector[row] },
  { name: 'finance', classes: ['guaranteed loan', 'other loan', 'no loan'], of: (c, row) => (c.loan[row] === 0 ? 2 : Number(c.loanAgency[row] === 0)) },
]

/** Names of all groups of a region, as `size: micro`. */
export const standingNames = (sectors: readonly string[]): string[] =>
  dimensions(sectors).flatMap(({ name, classes }) => classes.map((one) => `${name}: ${one}`))

/** What groups are told of: the mean over all quarters, and over the last four. */
export const standingWindows = ['horizon', 'last4'] as const
const LAST = 4

export interface Standings {
  /** Looks at a quarter, from the first to the last. */
  look(world: World): void
  /** By group (`standingNames`), measure (`groupMeasureNames`), window; NaN for a group without firms. */
  values(): Float64Array
  /** One bit for each firm of the start, in order of identity, the lowest of a byte first: whether it lives. */
  living(world: World): { readonly firms: number; readonly bits: Uint8Array }
}

/** Takes the firms of a world that has just been burnt in, for a scenario of so many quarters. */
export function observeStandings(world: World, quarters: number): Standings {
  const { columns } = world.organisations
  const kinds = dimensions(world.sectors.names)
  const rows = world.firms.slice(0, world.firmCount).filter((row) => columns.large[row] === 0)
  const identities = Uint32Array.from(rows, (row) => columns.id[row])
  // Each firm adds to one cell, where all its classes meet; groups are put together from cells at the end.
  const cells = new Int32Array(rows.length)
  for (const { classes, of } of kinds) {
    for (let i = 0; i < rows.length; i++) cells[i] = cells[i] * classes.length + of(columns, rows[i], world.step)
  }
  const count = kinds.reduce((product, { classes }) => product * classes.length, 1)
  const width = groupMeasureNames.length
  const sizes = new Int32Array(count)
  for (const cell of cells) sizes[cell]++
  const sums = standingWindows.map(() => new Float64Array(count * width))
  let quarter = 0
  return {
    look(now) {
      const { id, alive } = now.organisations.columns
      const into = quarter++ >= quarters - LAST ? sums : sums.slice(0, 1)
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]
        if (alive[row] === 0 || id[row] !== identities[i]) continue
        for (const sum of into) measureFirm(now, row, sum, cells[i] * width)
      }
    },
    values: () => grouped(kinds, sizes, sums, [quarter, Math.min(LAST, quarter)]),
    living(now) {
      const { id, alive } = now.organisations.columns
      const bits = new Uint8Array(Math.ceil(rows.length / 8))
      for (let i = 0; i < rows.length; i++) if (alive[rows[i]] === 1 && id[rows[i]] === identities[i]) bits[i >> 3] |= 1 << (i & 7)
      return { firms: rows.length, bits }
    },
  }
}

/** Means by group, from the sums of cells over quarters. */
function grouped(kinds: readonly Dimension[], sizes: Int32Array, sums: readonly Float64Array[], quarters: readonly number[]): Float64Array {
  const width = groupMeasureNames.length
  const windows = standingWindows.length
  const groups = kinds.reduce((sum, { classes }) => sum + classes.length, 0)
  const totals = new Float64Array(groups * width * windows)
  const firms = new Int32Array(groups)
  for (let cell = 0; cell < sizes.length; cell++) {
    if (sizes[cell] === 0) continue
    let rest = cell
    let after = groups
    for (const { classes } of kinds.toReversed()) {
      after -= classes.length
      const group = after + (rest % classes.length)
      rest = Math.floor(rest / classes.length)
      firms[group] += sizes[cell]
      for (let measure = 0; measure < width; measure++) {
        for (let window = 0; window < windows; window++) totals[(group * width + measure) * windows + window] += sums[window][cell * width + measure]
      }
    }
  }
  return totals.map((total, place) => total / firms[Math.floor(place / (width * windows))] / quarters[place % windows])
}
