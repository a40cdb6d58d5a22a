/**
 * One SHA-256 of a whole state in canonical form: living organisations in order of identity, references as identities,
 * whatever rows they happen to sit in. Two worlds with one digest go on alike.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Table, TableSpecification } from './table.ts'
import type { World } from './world.ts'

type Values = Float64Array | Int32Array | Uint32Array | Uint8Array
/** The values to hash, each to be used before the next is asked for; `rows` are the living organisations in order of identity. */
type Part = (world: World, rows: Int32Array) => Iterable<Values>

/** Every field of the state, so that a new one cannot be forgotten: its values, or why it needs none. */
const parts: { readonly [Field in keyof Required<World>]: Part | 'derived' | 'fixed' | 'place' } = {
  region: 'fixed',
  sectors: 'derived',
  scale: ({ scale }) => [Float64Array.of(scale)],
  step: ({ step }) => [Int32Array.of(step)],
  quarter: ({ quarter }) => [Int32Array.of(quarter)],
  *organisations({ organisations }, rows) {
    // The rows of acquaintance, customer and those who stand for a loan follow from identities, which are in the next columns.
    for (const [values, width] of columnsOf(organisations, ['acquaintance', 'customer', 'loanPeer'])) yield gathered(values, rows, width)
  },
  institutions: ({ institutions }) => [Int32Array.of(institutions)],
  firms: 'derived',
  firmCount: ({ firmCount }) => [Int32Array.of(firmCount)],
  visits: 'place',
  visitOrder: 'place',
  cohortSize: ({ cohortSize }) => [Int32Array.of(cohortSize)],
  startStep: ({ startStep }) => [Int32Array.of(startStep)],
  freeRows: 'place',
  ties: ({ ties: { table }, organisations }) => [
    ...wholeTable(table, ['first', 'second']),
    identities(organisations.columns.id, table.columns.first, table.count),
    identities(organisations.columns.id, table.columns.second, table.count),
  ],
  alliances: ({ alliances, organisations }) => [
    ...wholeTable(alliances, ['lead']),
    identities(organisations.columns.id, alliances.columns.lead, alliances.count),
  ],
  memberships: ({ memberships, organisations }) => [
    ...wholeTable(memberships, ['member']),
    identities(organisations.columns.id, memberships.columns.member, memberships.count),
  ],
  banks: ({ banks }) => wholeTable(banks),
  agencies: ({ agencies }) => wholeTable(agencies),
  // A mover's origin is known by its identity, which is a column of its own.
  movers: ({ movers }) => wholeTable(movers, ['origin']),
  platforms: ({ platforms: { information, finance, service, incubators } }) =>
    [information, finance, service, incubators].flatMap((table) => wholeTable<TableSpecification>(table)),
  // The cash of organisations and alliances is hashed above.
  ledger: ({ ledger, organisations, alliances }) => [
    ...ledger.balances.filter((balances) => balances !== organisations.columns.cash && balances !== alliances.columns.cash),
    ledger.flows,
    Float64Array.of(ledger.writtenOff),
  ],
  technologySlots: ({ technologySlots: { rows, occupied } }) => [Int32Array.of(rows.length, occupied)],
  clusterSlots: ({ clusterSlots }) => [Int32Array.from(clusterSlots.flatMap(({ rows, occupied }) => [rows.length, occupied]))],
  // Who sits in which slot decides whom later draws hit.
  slotOf: ({ slotOf }, rows) => [gathered(slotOf, rows)],
  clusterSlotOf: ({ clusterSlotOf }, rows) => [gathered(clusterSlotOf, rows)],
  standardTax: ({ standardTax }) => [Float64Array.of(standardTax)],
  skilledWage: ({ skilledWage }) => [Float64Array.of(skilledWage)],
  demand: ({ demand }) => [demand],
  outsideAttraction: ({ outsideAttraction }) => [outsideAttraction],
  skilledStart: ({ skilledStart }) => [Float64Array.of(skilledStart)],
  remainders: ({ remainders }) => [remainders],
  grantSuccess: ({ grantSuccess }) => [Float64Array.of(grantSuccess)],
  grantCutoff: ({ grantCutoff }) => [Float64Array.of(grantCutoff)],
  grantCutoffs: ({ grantCutoffs }) => [grantCutoffs],
  expectedCutoffs: ({ expectedCutoffs }) => [expectedCutoffs],
  vouchersIssued: ({ vouchersIssued }) => [Float64Array.of(vouchersIssued)],
  vouchersUsed: ({ vouchersUsed }) => [Float64Array.of(vouchersUsed)],
  guaranteeYear: ({ guaranteeYear }) => [guaranteeYear],
  eligibleNetWorth: ({ eligibleNetWorth }) => [Float64Array.of(eligibleNetWorth)],
  lending: ({ lending }) => [Float64Array.from(Object.values(lending))],
  events: ({ events }) => [Float64Array.from(Object.values(events))],
  journal: 'derived',
}

/** SHA-256 in the making. */
export interface Hash {
  update(bytes: Uint8Array): unknown
  digest(): Uint8Array
}

/**
 * Hexadecimal. Costs a pass over all columns: for the end of a run, or for comparing runs quarter by quarter. A host may have
 * a SHA-256 that is faster than one written in JavaScript.
 */
export function stateDigest(world: World, createHash: () => Hash = () => sha256.create()): string {
  const hash = createHash()
  const rows = living(world)
  for (const part of Object.values(parts)) {
    if (typeof part !== 'function') continue
    for (const values of part(world, rows)) hash.update(bytesOfValues(values))
  }
  return bytesToHex(hash.digest())
}

/** The bytes as they lie in memory: little-endian on every machine that runs JavaScript today. */
const bytesOfValues = (values: Values): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

/** Universities and institutes have the lowest identities, then come the firms in order. */
function living(world: World): Int32Array {
  const rows = new Int32Array(world.institutions + world.firmCount)
  for (let row = 0; row < world.institutions; row++) rows[row] = row
  rows.set(world.firms.subarray(0, world.firmCount), world.institutions)
  return rows
}

/** Where rows are gathered, again and again: fresh memory for every column takes longer than what is done with it. */
let scratch = new Int32Array(0)

/** The entries of these rows, one after the other, as the bytes that they are; good until it is called again. */
function gathered(values: Values, rows: Int32Array, width = 1): Values {
  const bytes = width * values.BYTES_PER_ELEMENT
  const words = Math.ceil((rows.length * bytes) / 4)
  if (scratch.length < words) scratch = new Int32Array(words)
  // All columns but those of single bytes are taken as words of 32 bits: V8 is slow where a loop meets arrays of many types.
  return bytes % 4 === 0
    ? entriesOf(new Int32Array(values.buffer), rows, bytes / 4, scratch)
    : entriesOf(new Uint8Array(values.buffer), rows, bytes, new Uint8Array(scratch.buffer))
}

function entriesOf<Entries extends Int32Array | Uint8Array>(values: Entries, rows: Int32Array, width: number, out: Entries): Values {
  let next = 0
  // Most columns have one float64 for a row.
  if (width === 2) {
    for (let i = 0; i < rows.length; i++) {
      out[next++] = values[2 * rows[i]]
      out[next++] = values[2 * rows[i] + 1]
    }
  } else for (const row of rows) for (let entry = row * width; entry < (row + 1) * width; entry++) out[next++] = values[entry]
  return out.subarray(0, next)
}

function identities(id: Uint32Array, rows: Int32Array, count: number): Uint32Array {
  const out = new Uint32Array(count)
  for (let i = 0; i < count; i++) out[i] = rows[i] < 0 ? 0 : id[rows[i]]
  return out
}

/** The columns of a table but for those left out, with the entries that one row has in each. */
function columnsOf<S extends TableSpecification>({ specification, columns, capacity }: Table<S>, without: readonly (keyof S)[] = []): [Values, number][] {
  return Object.keys(specification)
    .filter((name) => !without.includes(name))
    .map((name) => [columns[name], columns[name].length / Math.max(1, capacity)])
}

const wholeTable = <S extends TableSpecification>(table: Table<S>, without: readonly (keyof S)[] = []): Values[] =>
  columnsOf(table, without).map(([values, width]) => values.subarray(0, table.count * width))
