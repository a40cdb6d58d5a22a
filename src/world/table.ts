/** Struct of arrays: a table is a record of typed arrays with one entry (or `width` entries) per row. */

const constructors = {
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const

type Kind = keyof typeof constructors
/** The type of a column, or the type and how many entries a row has. */
type ColumnSpecification = Kind | readonly [Kind, number]
export type TableSpecification = Readonly<Record<string, ColumnSpecification>>

type KindOf<C> = C extends readonly [infer K, number] ? K : C
export type Columns<S extends TableSpecification> = {
  [Name in keyof S]: InstanceType<(typeof constructors)[KindOf<S[Name]> & Kind]>
}

export interface Table<S extends TableSpecification> {
  readonly specification: S
  /** Rows that fit before the table must grow. */
  capacity: number
  /** Rows in use are 0 .. count - 1, unless the owner keeps a list of live rows. */
  count: number
  columns: Columns<S>
}

const kindOf = (column: ColumnSpecification): Kind => (typeof column === 'string' ? column : column[0])
const widthOf = (column: ColumnSpecification): number => (typeof column === 'string' ? 1 : column[1])

function allocate<S extends TableSpecification>(specification: S, capacity: number): Columns<S> {
  // In one go: V8 keeps an object whose many names were added one by one in a hash table, and then looks up the hash at
  // each use of a column, which made the whole quarter half as fast again.
  const columns = Object.entries(specification).map(([name, column]) => {
    return [name, new constructors[kindOf(column)](capacity * widthOf(column))] as const
  })
  return Object.fromEntries(columns) as unknown as Columns<S>
}

/** With `count` empty rows in use. */
export function createTable<S extends TableSpecification>(specification: S, capacity: number, count = 0): Table<S> {
  // Facts are fractions to V8, whole or not; see world/layout.ts.
  return { specification, capacity: capacity | 0, count: count | 0, columns: allocate(specification, capacity) }
}

/** Makes room for `rows` rows. Arrays taken from `columns` before this call are stale afterwards. */
export function reserve<S extends TableSpecification>(table: Table<S>, rows: number): void {
  if (rows <= table.capacity) return
  // A quarter more, rounded up in whole numbers.
  const capacity = Math.max(rows, (table.capacity * 5 + 3) >> 2)
  const grown = allocate(table.specification, capacity)
  for (const name of Object.keys(table.specification)) grown[name].set(table.columns[name])
  table.columns = grown
  table.capacity = capacity
}

export function copyTable<S extends TableSpecification>(table: Table<S>): Table<S> {
  const copy = createTable(table.specification, table.capacity, table.count)
  for (const name of Object.keys(table.specification)) copy.columns[name].set(table.columns[name])
  return copy
}

/** Writes zeros (an empty organisation) into one row. */
export function clearRow<S extends TableSpecification>(table: Table<S>, row: number): void {
  // Values at once: looking up the columns by name costs more than the writing.
  for (const column of Object.values(table.columns)) {
    const width = column.length / table.capacity
    if (width === 1) column[row] = 0
    else column.fill(0, row * width, (row + 1) * width)
  }
}

/** Drops the rows for which `keep` is false; the others close up, in their order. Of tables with one entry per row. */
export function compact<S extends TableSpecification>(table: Table<S>, keep: (row: number) => boolean): void {
  const columns = Object.values(table.columns)
  let kept = 0
  for (let row = 0; row < table.count; row++) {
    if (!keep(row)) continue
    if (kept !== row) for (const column of columns) column[kept] = column[row]
    kept++
  }
  table.count = kept
}

/** Bytes of all columns, in use or not. */
export function bytesOf<S extends TableSpecification>(table: Table<S>): number {
  let bytes = 0
  for (const name of Object.keys(table.specification)) bytes += table.columns[name].byteLength
  return bytes
}
