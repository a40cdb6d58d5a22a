/** The network of one run, with times, as a GEXF file. */
import { writeDynamicGexf } from '../observe/gexf.ts'
import { createNetworkHistory, recordNetwork } from '../observe/history.ts'
import { type Recorder, type RunAbout, runName } from './run.ts'

export interface TextFolder {
  append(name: string, text: string): void
  complete(name: string): void
}

/** Held in memory until the run ends: a tie's spells are known only then. A run that failed in its first quarter has none. */
export function recordNetworks(about: RunAbout, folder: TextFolder): Recorder {
  const history = createNetworkHistory()
  const name = `networks/${runName(about)}.gexf`
  return {
    look: ({ world }) => recordNetwork(history, world),
    end() {
      if (history.nodes.size === 0) return
      folder.append(name, writeDynamicGexf(history))
      folder.complete(name)
    },
  }
}
