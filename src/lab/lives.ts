/** What is kept of a run so that the life of any of its firms can be told: some columns of the panel, and all events. */
import { YEAR } from '../analysis/mean.ts'
import type { Recorder } from '../records/run.ts'
import { type FirmLook, outcomeNames, panelTables } from '../observe/panel.ts'
import type { Journal } from '../world/journal.ts'
import type { World } from '../world/world.ts'
import { type Comparison, LIFE, type Life, type LifeColumn, type LifeEvent, type Winners } from './life.ts'

interface Kept {
  readonly ids: Uint32Array
  readonly values: Float32Array
  readonly technology: Uint8Array
  readonly sectors: Uint8Array
  readonly journal: Journal
}

export interface Lives extends Recorder {
  of(firm: number): Life | undefined
  readonly quarters: readonly Kept[]
}

const MILLION = 1e6
const columns = LIFE.map((name) => panelTables.firms.columns[name].of as (look: FirmLook) => number)

const units = Object.fromEntries(LIFE.map((name) => [name, panelTables.firms.columns[name].unit])) as Life['units']

export function recordLives(): Lives {
  const quarters: Kept[] = []
  let names: readonly string[] = []
  const moment = { arm: '', point: 0, replication: 0, quarter: '' }
  return {
    quarters,
    look({ world }) {
      names = world.sectors.names
      quarters.push(keptOf(world, moment))
    },
    end() {},
    of: (firm) => lifeOf(quarters, names, firm),
  }
}

function keptOf(world: World, moment: FirmLook['moment']): Kept {
  const { firms, firmCount, organisations, journal } = world
  const { id, technology, sector } = organisations.columns
  const kept: Kept = {
    ids: new Uint32Array(firmCount),
    values: new Float32Array(firmCount * columns.length),
    technology: new Uint8Array(firmCount),
    sectors: new Uint8Array(firmCount),
    journal: { ties: [...(journal?.ties ?? [])], loans: [...(journal?.loans ?? [])], grants: [...(journal?.grants ?? [])], moves: [...(journal?.moves ?? [])] },
  }
  const look: FirmLook = { moment, world, c: organisations.columns, row: 0 }
  for (let place = 0; place < firmCount; place++) {
    look.row = firms[place]
    kept.ids[place] = id[look.row]
    kept.technology[place] = technology[look.row]
    kept.sectors[place] = sector[look.row]
    for (let column = 0; column < columns.length; column++) kept.values[place * columns.length + column] = columns[column](look)
  }
  return kept
}

function lifeOf(quarters: readonly Kept[], names: readonly string[], firm: number): Life | undefined {
  const places = quarters.map(({ ids }) => ids.indexOf(firm))
  const from = places.findIndex((place) => place >= 0)
  if (from < 0) return undefined
  const to = places.findLastIndex((place) => place >= 0)
  const values = Object.fromEntries(
    LIFE.map((name, column) => [name, Float64Array.from(quarters, ({ values: all }, step) => (places[step] < 0 ? NaN : all[places[step] * LIFE.length + column]))]),
  ) as Record<LifeColumn, Float64Array>
  const events = quarters.flatMap(({ journal }, step) => eventsOf(journal, firm, step))
  const ended = to < quarters.length - 1 ? [{ step: to + 1, what: 'ended' }] : []
  return { firm, sector: names[quarters[from].sectors[places[from]]], from, to, values, units, events: [...events, ...ended] }
}

function eventsOf({ ties, loans, grants, moves }: Journal, firm: number, step: number): LifeEvent[] {
  return [
    ...ties.flatMap(({ event, first, second, outcome }) =>
      first === firm || second === firm ? [{ step, what: event === 'started' ? 'tie.started' : `tie.${outcomeNames[outcome]}`, other: first === firm ? second : first }] : []),
    ...loans.flatMap((loan) => (loan.firm === firm ? [{ step, what: `loan.${loan.event}`, amount: loan.amount / MILLION }] : [])),
    ...grants.flatMap((grant) => (grant.firm === firm ? [{ step, what: `grant.${grant.event}`, ...(Number.isNaN(grant.amount) ? {} : { amount: grant.amount / MILLION }) }] : [])),
    ...moves.flatMap(({ event, from, to, persons }) => {
      if (from === firm) return [{ step, what: `move.${event}`, amount: persons, ...(Number.isNaN(to) ? {} : { other: to }) }]
      return to === firm ? [{ step, what: event === 'recruited' ? 'move.recruited' : 'move.joined', amount: persons, ...(Number.isNaN(from) ? {} : { other: from }) }] : []
    }),
  ]
}

/** Technology firms of the start: those that won a grant in the baseline, the same firms in the other world, and the others. */
export function winnersOf(baseline: Lives, yours: Lives): Winners | undefined {
  const [first] = baseline.quarters
  if (first === undefined) return undefined
  const start = new Set(first.ids.filter((_, place) => first.technology[place] === 1))
  const won = new Set(baseline.quarters.flatMap(({ journal }) => journal.grants.flatMap(({ event, firm }) => (event === 'awarded' && start.has(firm) ? [firm] : []))))
  const years = baseline.quarters.length / YEAR
  const isWinner = (firm: number): boolean => won.has(firm)
  const isOther = (firm: number): boolean => start.has(firm) && !won.has(firm)
  const compared = (column: LifeColumn): Comparison => {
    const rate = ({ quarters }: Lives, among: (firm: number) => boolean, count: number): number => {
      let sum = 0
      for (const { ids, values } of quarters) for (const [place, firm] of ids.entries()) if (among(firm)) sum += values[place * LIFE.length + LIFE.indexOf(column)]
      return sum / (count * years)
    }
    return { winners: rate(baseline, isWinner, won.size), same: rate(yours, isWinner, won.size), others: rate(baseline, isOther, start.size - won.size) }
  }
  return { firms: won.size, by: { innovations: compared('innovations'), rdSpending: compared('rdSpending') } }
}
