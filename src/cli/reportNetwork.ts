/** The network of one run of a result, simulated again, at the start and at the end. */
import { join } from 'node:path'
import type { NetworkGraph } from '../observe/graph.ts'
import type { NetworkSnapshot, NodeKind } from '../report/network.ts'
import { hasDesign, type Result } from '../report/result.ts'
import type { Network } from '../report/sections/network.ts'
import type { Told } from '../report/told.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import { rowsIn } from './rows.ts'

/** Longer than that nobody waits for a picture. */
const MOST_MILLISECONDS = 30_000

interface Wanted {
  readonly arm: string
  readonly quarter: string
}

export async function networkOfResult(folder: string, loaded: LoadedScenario, result: Result): Promise<Network> {
  const { engine } = await import('../experiment/engine.ts')
  const { timeOf } = await import('../host/capacity.ts')
  const { scenario, region } = loaded
  const arm = shownArm(result)
  const arms = ['baseline', ...(arm === undefined ? [] : [arm])]
  const replication = wholeReplication(result, arms)
  if (engine.source !== result.manifest.engine.source) return { missing: 'the result was made by another version of cinsim, which would have to be used to simulate a run again' }
  if (replication === undefined) return { missing: 'no replication was done in the baseline and the arm' }
  const time = timeOf({ scenario, region }, arms.length * (scenario.burnIn + scenario.quarters), arms.length)
  if (time > MOST_MILLISECONDS) return { missing: 'simulating a run again would take too long here' }
  const wanted = await wantedOf(scenario, arm)
  const snapshots = await simulated(loaded, wanted, Number(replication.cells.replication))
  const ties = await tiesOf(folder, wanted, replication.cells.replication)
  return { snapshots, ties, replication: { value: Number(replication.cells.replication), at: `runs.csv:${replication.line}:replication` } }
}

/** The arm that changes collaboration most; none in a design, whose arms differ from point to point. */
function shownArm(result: Result): string | undefined {
  if (hasDesign(result)) return undefined
  const rows = result.rows['effects.csv'].filter(({ cells }) => cells.metric === 'collaborationRate' && cells.window === 'horizon' && cells.effect !== '')
  const size = ({ cells }: (typeof rows)[number]): number => Math.abs(Number(cells.effect))
  return rows.toSorted((one, other) => size(other) - size(one))[0]?.cells.arm
}

/** The first replication that was done in all of these arms, as the baseline's row. */
function wholeReplication({ rows }: Result, arms: readonly string[]) {
  const done = rows['runs.csv'].filter(({ cells }) => cells.status === 'done')
  return done.find(({ cells: { arm, replication } }) =>
    arm === 'baseline' && arms.every((other) => done.some(({ cells }) => cells.arm === other && cells.replication === replication)))
}

async function wantedOf({ start, quarters }: { readonly start: number; readonly quarters: number }, arm: string | undefined): Promise<Wanted[]> {
  const { formatQuarter } = await import('../scenario/quarter.ts')
  const [first, last] = [formatQuarter(start), formatQuarter(start + quarters - 1)]
  const both = [{ arm: 'baseline', quarter: first }, { arm: 'baseline', quarter: last }]
  return arm === undefined ? both : [...both, { arm, quarter: last }]
}

async function simulated(loaded: LoadedScenario, wanted: readonly Wanted[], replication: number): Promise<NetworkSnapshot[]> {
  const { simulate, toGraph } = await import('../index.ts')
  const { formatQuarter } = await import('../scenario/quarter.ts')
  const found: NetworkSnapshot[] = []
  for (const arm of new Set(wanted.map((one) => one.arm))) {
    for await (const { quarter, world } of simulate(loaded, { arm, replication })) {
      const name = formatQuarter(quarter)
      if (wanted.some((one) => one.arm === arm && one.quarter === name)) found.push(snapshotOf(toGraph(world), arm, name))
    }
  }
  return found
}

function snapshotOf(graph: NetworkGraph, arm: string, quarter: string): NetworkSnapshot {
  const nodes = new Map(graph.mapNodes((key, { organisationKind, sizeClass }) => [key, kindOf(organisationKind, sizeClass)] as const))
  const ties = graph.mapEdges((_key, { relation }, one, other) => ({ relation, pair: [one, other] as const }))
  return { arm, quarter, nodes, ties: ties.filter(({ relation }) => relation === 'collaboration').map(({ pair }) => pair) }
}

/** Collaborations have no other ends. */
const kindOf = (kind: string | undefined, size: string | undefined): NodeKind =>
  kind === 'university' || kind === 'institute' ? kind : size === 'large' ? 'large firm' : 'small firm'

/** Running ties of each snapshot, from series.csv. */
async function tiesOf(folder: string, wanted: readonly Wanted[], replication: string): Promise<Told[]> {
  const found = new Map<string, Told>()
  for await (const { cells, line } of rowsIn(join(folder, 'series.csv'))) {
    if (cells.replication !== replication || cells.point !== '0') continue
    const place = wanted.findIndex(({ arm, quarter }) => cells.arm === arm && cells.quarter === quarter)
    if (place >= 0) found.set(`${cells.arm} ${cells.quarter}`, { value: Number(cells.ties), at: `series.csv:${line}:ties` })
    if (found.size === wanted.length) break
  }
  return wanted.flatMap(({ arm, quarter }) => found.get(`${arm} ${quarter}`) ?? [])
}
