/** The panel of one run: a Parquet file for each table, written while the run goes on. */
import { type EventLook, type FirmLook, type MembershipEvent, type Moment, type PanelTable, panelTableNames, panelTables } from '../observe/panel.ts'
import { formatQuarter } from '../scenario/quarter.ts'
import type { World } from '../world/world.ts'
import { createParquet, type ParquetFile } from './parquet.ts'
import { type Recorder, type RunAbout, runName } from './run.ts'

/** As in `panel/firms/baseline-0-0.parquet`. */
const panelFile = (table: PanelTable, about: RunAbout): string => `panel/${table}/${runName(about)}.parquet`

/** Takes the bytes of a file; `complete` says that no more will come. */
export interface ByteFolder {
  append(name: string, bytes: Uint8Array): void
  complete(name: string): void
}

/** `burntIn` is the world that the run starts from. The run must keep a journal. */
export function recordPanel(about: RunAbout, burntIn: World, folder: ByteFolder): Recorder {
  const moment: Moment = { arm: about.arm, point: about.point, replication: about.replication, quarter: '' }
  const open = <Look>(table: PanelTable, columns: Parameters<typeof createParquet<Look>>[0]): ParquetFile<Look> =>
    createParquet(columns, (bytes) => folder.append(panelFile(table, about), bytes))
  const firms = open('firms', panelTables.firms.columns)
  const ties = open('ties', panelTables.ties.columns)
  const loans = open('loans', panelTables.loans.columns)
  const grants = open('grants', panelTables.grants.columns)
  const moves = open('moves', panelTables.moves.columns)
  const memberships = open('memberships', panelTables.memberships.columns)
  const before = seatsOf(burntIn)
  let seats: ReadonlyMap<string, Seat> | undefined
  return {
    look({ world }) {
      moment.quarter = formatQuarter(world.quarter)
      addFirms(firms, moment, world)
      const { journal } = world
      if (journal === undefined) throw new RangeError('a panel needs a run that keeps a journal')
      addEvents(ties, moment, world, inOrder(journal.ties, ({ first }) => first, ({ second }) => second))
      addEvents(loans, moment, world, inOrder(journal.loans, ({ firm }) => firm))
      addEvents(grants, moment, world, inOrder(journal.grants, ({ firm }) => firm))
      addEvents(moves, moment, world, inOrder(journal.moves, ({ from }) => from || 0, ({ to }) => to || 0))
      const present = seatsOf(world)
      addEvents(memberships, moment, world, seats === undefined ? firstSeats(before, present) : seatChanges(seats, present))
      seats = present
    },
    end() {
      for (const file of [firms, ties, loans, grants, moves, memberships]) file.end()
      for (const table of panelTableNames) folder.complete(panelFile(table, about))
    },
  }
}

function addFirms(file: ParquetFile<FirmLook>, moment: Moment, world: World): void {
  const look: FirmLook = { moment, world, c: world.organisations.columns, row: 0 }
  for (let i = 0; i < world.firmCount; i++) {
    look.row = world.firms[i]
    file.add(look)
  }
}

function addEvents<Event>(file: ParquetFile<EventLook<Event>>, moment: Moment, world: World, events: Iterable<Event>): void {
  for (const event of events) file.add({ moment, world, event })
}

/** In order of identity, whatever order the firms were visited in; what happened to one firm stays in its order. */
function inOrder<Event>(events: readonly Event[], of: (event: Event) => number, then: (event: Event) => number = () => 0): Event[] {
  return events.toSorted((a, b) => of(a) - of(b) || then(a) - then(b))
}

interface Seat {
  readonly alliance: number
  readonly member: number
}

/** By alliance and identity of the member, in the order of the table. */
function seatsOf({ memberships, organisations }: World): Map<string, Seat> {
  const { alliance, member } = memberships.columns
  const { id } = organisations.columns
  const seats = new Map<string, Seat>()
  for (let seat = 0; seat < memberships.count; seat++) {
    const held = { alliance: alliance[seat], member: id[member[seat]] }
    seats.set(`${held.alliance} ${held.member}`, held)
  }
  return seats
}

function* firstSeats(before: ReadonlyMap<string, Seat>, after: ReadonlyMap<string, Seat>): Generator<MembershipEvent> {
  for (const seat of before.values()) yield { ...seat, event: 'held' }
  yield* seatChanges(before, after)
}

function* seatChanges(before: ReadonlyMap<string, Seat>, after: ReadonlyMap<string, Seat>): Generator<MembershipEvent> {
  for (const [key, seat] of before) if (!after.has(key)) yield { ...seat, event: 'left' }
  for (const [key, seat] of after) if (!before.has(key)) yield { ...seat, event: 'joined' }
}
