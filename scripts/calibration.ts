/**
 * Holds the model against the facts of beijing-2012: npm run calibration. The region is burnt in under its own policy, and the
 * year after the burn-in is compared. With --write the page goes to docs/calibration.md. Replications are shared out among
 * processes; ten at scale 0.1 take about a minute on two.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engine } from '../src/experiment/engine.ts'
import { calibrationPage } from './calibration/page.ts'
import { loadRegionScenario, observeFacts, type Observation } from './calibration/observe.ts'
import { shareOut, sharingOptions, workOn } from './shareOut.ts'

const { values: options } = parseArgs({
  options: {
    region: { type: 'string', default: 'beijing-2012' },
    scale: { type: 'string', default: '0.1' },
    replications: { type: 'string', default: '10' },
    ...sharingOptions,
  },
})
const loaded = await loadRegionScenario(options.region, Number(options.scale))

if (options.share !== undefined) {
  await workOn(options.share, (replication) => observeFacts(loaded, replication))
} else {
  const seen = await shareOut<Observation>(fileURLToPath(import.meta.url), Number(options.processes), Number(options.replications))
  const page = calibrationPage(loaded, seen, engine.source)
  if (options.write) writeFileSync('docs/calibration.md', page)
  else console.log(page)
}
