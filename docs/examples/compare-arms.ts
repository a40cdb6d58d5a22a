/** Innovations of the first three years, in two arms of one scenario under the same luck. */
import { loadScenario, metricOf, simulate } from 'cinsim'
import { nodeFiles } from 'cinsim/node'

const scenario = await loadScenario('scenarios/classroom.yaml', nodeFiles)
for (const arm of ['baseline', 'people']) {
  let innovations = 0
  let quarters = 0
  for await (const frame of simulate(scenario, { arm, replication: 3 })) {
    innovations += metricOf(frame, 'innovations')
    if (++quarters === 12) break
  }
  console.log(arm, innovations)
}
