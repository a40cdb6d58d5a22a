/** A scenario that a script writes instead of a file, made ready to run. */
import { type Experiment, prepare } from '../src/experiment/simulate.ts'
import { nodeFiles } from '../src/host/files.ts'
import { loadScenario } from '../src/index.ts'
import type { Mechanism } from '../src/mechanisms/mechanism.ts'

/**
 * `scenario` is what stands in the file, without its version; `mechanisms` replaces the schedule. Throws a `ScenarioError` as
 * for a file.
 */
export async function experimentOf(
  scenario: Readonly<Record<string, unknown>> & { readonly name: string }, mechanisms?: readonly Mechanism[],
): Promise<Experiment> {
  const { name } = scenario
  const text = new TextEncoder().encode(JSON.stringify({ version: 1, ...scenario }))
  const files = { ...nodeFiles, read: (path: string, most: number) => (path === name ? text : nodeFiles.read(path, most)) }
  return prepare(await loadScenario(name, files, mechanisms), mechanisms)
}
