/** Platforms and incubators: they keep their number at every scale, their places and capacities are multiplied by it. */
import { clearRow, copyTable, createTable, reserve, type Table, type TableSpecification } from './table.ts'

/** What the SME network has of everything at the start: what the baseline's money keeps up. */
const USUAL_BUILT = 1.3
const USUAL_CONTENT = 0.5

const informationColumns = {
  /** What was built and is not worn out, in what a year of the baseline's public money builds in the long run. */
  built: 'float64',
  /** Useful and current content, in what the baseline's operation keeps up when all its work is useful. */
  content: 'float64',
  /** Mean over technology firms of attention x fit x reach x worth in the last quarter, and when it was last judged. */
  use: 'float64',
  judgedUse: 'float64',
  /** Share of the operating subsidy that hangs on use, and what is released of the subsidy. */
  stake: 'float64',
  released: 'float64',
} as const

const financeColumns = {
  /** How well the platform matches firm and loan product, share. */
  accuracy: 'float64',
} as const

const serviceColumns = {
  /** Searching firms served in this quarter. */
  clients: 'int32',
} as const

const incubatorColumns = {
  tenants: 'int32',
} as const

/** Each table has a row for every platform that there is now. */
export interface Platforms {
  /** The SME network. */
  readonly information: Table<typeof informationColumns>
  /** The financial services platform. */
  readonly finance: Table<typeof financeColumns>
  readonly service: Table<typeof serviceColumns>
  readonly incubators: Table<typeof incubatorColumns>
}

export function createPlatforms(): Platforms {
  const information = createTable(informationColumns, 1)
  information.count = 1
  information.columns.built[0] = USUAL_BUILT
  information.columns.content[0] = USUAL_CONTENT
  information.columns.released[0] = 1
  const finance = createTable(financeColumns, 1)
  finance.count = 1
  return { information, finance, service: createTable(serviceColumns, 0), incubators: createTable(incubatorColumns, 0) }
}

export function copyPlatforms({ information, finance, service, incubators }: Platforms): Platforms {
  return {
    information: copyTable(information),
    finance: copyTable(finance),
    service: copyTable(service),
    incubators: copyTable(incubators),
  }
}

/** Opens or closes platforms until there are so many; the last opened close first. */
export function keepNumber<S extends TableSpecification>(table: Table<S>, wanted: number): void {
  // A lever's value is a fraction to V8, whole or not; see world/layout.ts.
  const count = wanted | 0
  reserve(table, count)
  while (table.count > count) clearRow(table, --table.count)
  table.count = count
}
