/** Collaborations: one row each, kept for a while after their end, because partners remember. */
import { copyTable, createTable, reserve, type Table } from './table.ts'

export const SME_TIE = 0
export const LARGE_TIE = 1
export const UNIVERSITY_TIE = 2
export const INSTITUTE_TIE = 3
export const tieKindNames = ['sme-sme', 'sme-large', 'sme-university', 'sme-institute'] as const
/** Where the one that asks for a collaboration has seen the other. */
export const meetingNames = [
  'cluster', 'pastPartner', 'partnersPartner', 'alliance', 'institution', 'largeFirm', 'valueChain', 'anyone', 'platform',
] as const
export type Meeting = (typeof meetingNames)[number]

export const RUNNING = 0
export const SUCCESS = 1
export const FAILURE = 2
export const EXPIRY = 3
export const PARTNER_GONE = 4

const specification = {
  /** Rows in the organisations table; the one with the lower id first. */
  first: 'int32',
  second: 'int32',
  kind: 'uint8',
  /** Steps. `end` is the quarter in which it ended, -1 while it runs. */
  start: 'int32',
  end: 'int32',
  outcome: 'uint8',
  /** Hazard still to pass before the joint project ends. */
  endWait: 'float64',
  /** Share of the second's specialisms that are new to the first, and the reverse, when last looked at. */
  noveltyToFirst: 'float64',
  noveltyToSecond: 'float64',
  /** Share of the smaller set that both held then. */
  commonGround: 'float64',
  /** Shared history, 0 to 1. */
  trust: 'float64',
  /** 1 when a contract with a university or institute settled the rights before it started. */
  clearRights: 'uint8',
  /** Joint innovations so far. */
  innovations: 'int32',
  /** 1 when the partners sell in the same market. */
  rivals: 'uint8',
} as const

export type TieTable = Table<typeof specification>

export interface Ties {
  /** Rows 0 .. count - 1 in order of (start, id of first, id of second). */
  table: TieTable
  /**
   * Ties by organisation, rebuilt after the table changes: those of row `r` are
   * `list[starts[r]] .. list[starts[r + 1] - 1]`, in table order, running and remembered.
   */
  starts: Int32Array
  list: Int32Array
}

export function createTies(capacity: number): Ties {
  return { table: createTable(specification, capacity), starts: new Int32Array(1), list: new Int32Array(0) }
}

/** `rows` is the capacity of the organisations table. */
export function copyTies(ties: Ties, rows: number): Ties {
  const copy: Ties = { table: copyTable(ties.table), starts: new Int32Array(1), list: new Int32Array(0) }
  indexTies(copy, rows)
  return copy
}

/** The other end of tie `tie` seen from organisation `row`. */
export function partnerOf(table: TieTable, tie: number, row: number): number {
  const { first, second } = table.columns
  return first[tie] === row ? second[tie]! : first[tie]!
}

/** Appends a running tie; the caller rebuilds the index when all new ones are in. */
export function addTie(ties: Ties, first: number, second: number, kind: number, step: number): number {
  const { table } = ties
  reserve(table, table.count + 1)
  const tie = table.count++
  const columns = table.columns
  columns.first[tie] = first
  columns.second[tie] = second
  columns.kind[tie] = kind
  columns.start[tie] = step
  columns.end[tie] = -1
  columns.outcome[tie] = RUNNING
  columns.innovations[tie] = 0
  return tie
}

/** Counting sort of the ties by both of their ends. `rows` is the capacity of the organisations table. */
export function indexTies(ties: Ties, rows: number): void {
  const { table } = ties
  const { first, second } = table.columns
  if (ties.starts.length !== rows + 1) ties.starts = new Int32Array(rows + 1)
  if (ties.list.length < 2 * table.count) ties.list = new Int32Array(Math.ceil(table.count * 2.5))
  const { starts, list } = ties
  starts.fill(0)
  for (let tie = 0; tie < table.count; tie++) {
    starts[first[tie]! + 1]!++
    starts[second[tie]! + 1]!++
  }
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!
  // Filling moves each start to its end; walking back restores them without a second array.
  for (let tie = 0; tie < table.count; tie++) {
    list[starts[first[tie]!]!++] = tie
    list[starts[second[tie]!]!++] = tie
  }
  for (let row = rows; row > 0; row--) starts[row] = starts[row - 1]!
  starts[0] = 0
}
