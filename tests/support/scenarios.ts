/** Scenarios written in a test, read with the real catalogue and the region files of the project. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { catalogueOf } from '../../src/experiment/catalogue.ts'
import { burnIn, type Experiment, type Frame, prepare, simulateArm, type SimulationOptions } from '../../src/experiment/simulate.ts'
import { trialAttributes } from '../../src/experiment/trial.ts'
import type { Mechanism } from '../../src/mechanisms/mechanism.ts'
import { schedule } from '../../src/mechanisms/schedule.ts'
import type { Files } from '../../src/scenario/files.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenario/load.ts'
import * as arithmetic from '../../src/world/arithmetic.ts'

const regions = ['beijing-2012', 'beijing-2013-census', 'classroom']
const seedPath = (name: string): string => new URL(`../../seeds/${name}.yaml`, import.meta.url).pathname

function filesWith(text: string): Files {
  return {
    read: (path) => (path === 'test.yaml' ? new TextEncoder().encode(text) : readFileSync(path)),
    resolve: (_from, name) => name,
    regions: () => Object.fromEntries(regions.map((name) => [name, seedPath(name)])),
  }
}

/** A small scenario of the classroom: `lines` are added at the top level. */
export function loadText(lines: string, mechanisms: readonly Mechanism[] = schedule): Promise<LoadedScenario> {
  const text = `version: 1\nname: test\nregion: classroom\nscale: 0.5\nquarters: 6\nburnIn: 6\nreplications: 2\nseed: test\n`
  const given = new Set(lines.split('\n').map((line) => line.split(':')[0]))
  if (given.has('precision')) given.add('replications')
  const kept = text.split('\n').filter((line) => !given.has(line.split(':')[0]))
  return loadScenario('test.yaml', filesWith([...kept, lines].join('\n')), catalogueOf(mechanisms), arithmetic, trialAttributes)
}

export async function experimentOf(lines: string, mechanisms?: readonly Mechanism[]): Promise<Experiment> {
  return prepare(await loadText(lines, mechanisms), mechanisms)
}

/** All frames of one run; the world in them is the one after the last quarter. */
export function runArm(experiment: Experiment, arm = 'baseline', replication = 0, options: SimulationOptions = {}): Frame[] {
  return [...simulateArm(experiment, burnIn(experiment, replication, options), arm, replication, options)]
}

/** What a run left behind: a hash of the bits of every metric and flow. */
export function bitsOf(frames: readonly Frame[]): string {
  const hash = createHash('sha256')
  for (const frame of frames) {
    hash.update(new Uint8Array(frame.metrics.buffer)).update(new Uint8Array(frame.flows.buffer)).update(String(frame.quarter))
  }
  return hash.digest('hex')
}
