/**
 * `npm run bench [-- SCALE ...]`: nanoseconds per firm and quarter by mechanism, the price of the audit, and how time and
 * memory grow with scale (0.05 against 1 unless told). Ratios of one run are what counts; absolute times are this machine's.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { catalogueOf } from '../src/experiment/catalogue.ts'
import { burnIn, prepare, simulateArm, type SimulationOptions } from '../src/experiment/simulate.ts'
import { schedule } from '../src/mechanisms/schedule.ts'
import { loadScenario } from '../src/scenario/load.ts'
import * as arithmetic from '../src/world/arithmetic.ts'
import { bytesOf } from '../src/world/table.ts'

const seed = fileURLToPath(new URL('../seeds/beijing-2012.yaml', import.meta.url))

interface Measured {
  /** Nanoseconds per firm and quarter. */
  readonly total: number
  readonly byMechanism: ReadonlyMap<string, number>
  readonly bytesPerFirm: number
}

async function measure(scale: number, quarters: number, options: SimulationOptions): Promise<Measured> {
  const text = `version: 1\nname: bench\nregion: beijing-2012\nscale: ${scale}\nquarters: ${quarters}\nburnIn: 8\n`
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
  const timed = schedule.map((mechanism) => ({
    ...mechanism,
    run(...given: Parameters<typeof mechanism.run>): void {
      const start = performance.now()
      mechanism.run(...given)
      spent.set(mechanism.name, (spent.get(mechanism.name) ?? 0) + performance.now() - start)
    },
  }))
  const experiment = await prepare(loaded, timed)
  const world = burnIn(experiment, 0, options)
  spent.clear()
  let firmQuarters = 0
  let bytesPerFirm = 0
  const start = performance.now()
  for (const frame of simulateArm(experiment, world, 'baseline', 0, options)) {
    firmQuarters += frame.world.firmCount
    bytesPerFirm = (bytesOf(frame.world.organisations) + bytesOf(frame.world.ties.table)) / frame.world.firmCount
  }
  const perFirmQuarter = (milliseconds: number): number => (milliseconds * 1e6) / firmQuarters
  return {
    total: perFirmQuarter(performance.now() - start),
    byMechanism: new Map([...spent].map(([name, time]) => [name, perFirmQuarter(time)])),
    bytesPerFirm,
  }
}

const scales = process.argv.slice(2).map(Number)
if (scales.length === 0) scales.push(0.05, 1)
/** The run of median time among several, so that a slow moment of the machine does not decide. */
async function median(scale: number, options: SimulationOptions): Promise<Measured> {
  const runs: Measured[] = []
  for (let run = 0; run < 3; run++) runs.push(await measure(scale, scale < 0.2 ? 40 : 8, options))
  return runs.sort((a, b) => a.total - b.total)[1]
}

await measure(0.05, 40, {}) // compiles the hot loops; not counted
let first: Measured | undefined
for (const scale of scales) {
  const unaudited = await median(scale, { audit: 'off' })
  const audited = await median(scale, { audit: 'every' })
  console.log(`\nscale ${scale}: ${audited.total.toFixed(0)} ns per firm and quarter, ${audited.bytesPerFirm.toFixed(0)} bytes per firm`)
  for (const [name, time] of audited.byMechanism) console.log(`  ${name.padEnd(12)}${time.toFixed(0).padStart(6)}`)
  console.log(`  audit: ${((audited.total / unaudited.total - 1) * 100).toFixed(1)} % of the run`)
  if (first) {
    console.log(`  against scale ${scales[0]}: ${(audited.total / first.total).toFixed(2)} times the time per firm, ` +
      `${(audited.bytesPerFirm / first.bytesPerFirm).toFixed(2)} times the bytes`)
  }
  first ??= audited
}
