/**
 * `npm run bench [-- SCALE ...]`: nanoseconds per firm and quarter by mechanism, the price of the audit, and how time and
 * memory grow with scale (0.05 against 1 unless told). Ratios of one run are what counts; absolute times are this machine's.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { catalogueOf } from '../src/experiment/catalogue.ts'
import { burnIn, prepare, simulateArm } from '../src/experiment/simulate.ts'
import { schedule } from '../src/mechanisms/schedule.ts'
import { metricKeys, observe } from '../src/observe/metrics.ts'
import { loadScenario } from '../src/scenario/load.ts'
import * as arithmetic from '../src/world/arithmetic.ts'
import { type Audit, createAudit, holdAudit } from '../src/world/audit.ts'
import { bytesOf } from '../src/world/table.ts'
import type { World } from '../src/world/world.ts'

const seed = fileURLToPath(new URL('../seeds/beijing-2012.yaml', import.meta.url))
/** Of a run of the study's length the quarters after the burn-in are measured. */
const BURN_IN = 20
const QUARTERS = 40
/** Runs whose median counts at a small scale; a large one takes long enough to even out the machine's moods. */
const SMALL_RUNS = 5
const LARGE_RUNS = 2

interface Measured {
  /** Nanoseconds per firm and quarter; the audit and the observation are in it. */
  readonly total: number
  /** The same by mechanism, and of `observe` and `audit`. */
  readonly parts: ReadonlyMap<string, number>
  /** Of the whole run, burn-in included. */
  readonly seconds: number
  /** Of the state in the last quarter. Tables grow by quarters and slots by doubling, so that it is linear in steps. */
  readonly bytes: number
  readonly firms: number
}

async function measure(scale: number): Promise<Measured> {
  const text = `version: 1\nname: bench\nregion: beijing-2012\nscale: ${scale}\nquarters: ${QUARTERS}\nburnIn: ${BURN_IN}\n`
  const loaded = await loadScenario(
    'bench.yaml',
    {
      read: (path) => (path === 'bench.yaml' ? new TextEncoder().encode(text) : readFileSync(path)),
      resolve: (_from, name) => name,
      regions: () => ({ 'beijing-2012': seed }),
    },
    catalogueOf(), arithmetic,
  )
  const spent = new Map<string, number>()
  const time = (name: string, work: () => void): void => {
    const start = performance.now()
    work()
    spent.set(name, (spent.get(name) ?? 0) + performance.now() - start)
  }
  const timed = schedule.map((mechanism) => ({
    ...mechanism,
    run: (...given: Parameters<typeof mechanism.run>) => time(mechanism.name, () => mechanism.run(...given)),
  }))
  // The audit is left out of the run and held by the observer, which can time it: comparing a run with it to one without
  // would drown so small a part in the machine's noise. So would observing, which is done once more to be timed.
  let audit: Audit | undefined
  const metrics = new Float64Array(metricKeys.length)
  const observer = (world: World): void => {
    if (audit) time('audit', () => holdAudit(world, audit!, 'every'))
    else audit = createAudit(world)
    time('observe', () => observe(world, metrics))
  }
  const experiment = await prepare(loaded, timed)
  const begin = performance.now()
  const world = burnIn(experiment, 0, { audit: 'off', observer })
  audit = undefined
  spent.clear()
  let firmQuarters = 0
  let last = world
  const start = performance.now()
  for (const frame of simulateArm(experiment, world, 'baseline', 0, { audit: 'off', observer })) {
    firmQuarters += frame.world.firmCount
    last = frame.world
  }
  const end = performance.now()
  const observedAgain = spent.get('observe')!
  const perFirmQuarter = (milliseconds: number): number => (milliseconds * 1e6) / firmQuarters
  return {
    total: perFirmQuarter(end - start - observedAgain),
    parts: new Map([...spent].map(([name, milliseconds]) => [name, perFirmQuarter(milliseconds)])),
    seconds: (end - begin) / 1000,
    bytes: stateBytes(last),
    firms: last.firmCount,
  }
}

/** Bytes of everything whose size goes with that of the region. */
function stateBytes(world: World): number {
  const { organisations, ties, alliances, memberships, movers, technologySlots, clusterSlots } = world
  const tables = bytesOf(organisations) + bytesOf(ties.table) + bytesOf(alliances) + bytesOf(memberships) + bytesOf(movers)
  const lists = [
    world.firms, world.visits, world.slotOf, world.clusterSlotOf, ties.starts, ties.list, technologySlots.rows,
    ...clusterSlots.map(({ rows }) => rows),
  ]
  return lists.reduce((bytes, list) => bytes + list.byteLength, tables)
}

/** The run of median time among several; the shorter half of an even number. */
async function median(scale: number): Promise<Measured> {
  const runs: Measured[] = []
  const count = scale < 0.2 ? SMALL_RUNS : LARGE_RUNS
  while (runs.length < count) runs.push(await measure(scale))
  return runs.sort((a, b) => a.total - b.total)[(count - 1) >> 1]
}

const scales = process.argv.slice(2).map(Number)
if (scales.length === 0) scales.push(0.05, 1)
await measure(0.05) // compiles the hot loops; not counted
let first: Measured | undefined
for (const scale of scales) {
  const { total, parts, seconds, bytes, firms } = await median(scale)
  console.log(`\nscale ${scale}: ${total.toFixed(0)} ns per firm and quarter; ${BURN_IN} + ${QUARTERS} quarters in ${seconds.toFixed(1)} s`)
  for (const [name, nanoseconds] of parts) console.log(`  ${name.padEnd(12)}${nanoseconds.toFixed(0).padStart(6)}`)
  console.log(`  audit: ${((parts.get('audit')! / (total - parts.get('audit')!)) * 100).toFixed(1)} % on top of the run without it`)
  console.log(`  state: ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / firms).toFixed(0)} bytes per firm`)
  if (first) {
    console.log(`  against scale ${scales[0]}: ${(total / first.total).toFixed(2)} times the time per firm and quarter, ` +
      `${(bytes / firms / (first.bytes / first.firms)).toFixed(2)} times the bytes per firm`)
  }
  first ??= { total, parts, seconds, bytes, firms }
}
console.log(`\nhighest memory of the process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`)
