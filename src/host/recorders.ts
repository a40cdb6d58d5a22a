/** What `cinsim run` records of each run beside its metrics: the panel and the network. */
import { createHash } from 'node:crypto'
import type { BatchOptions } from '../experiment/batch.ts'
import type { LoadedScenario } from '../scenario/load.ts'
import type { ResultFolder } from './resultFolder.ts'

/** How a batch is watched, in whatever thread it runs. */
export interface Recordings {
  readonly audit: 'every' | 'end' | 'off'
  readonly panel: boolean
  readonly networks: boolean
  /** Whether tables are kept as Parquet too. */
  readonly parquet: boolean
}

/** Where recordings go. */
export type RecorderFolder = Pick<ResultFolder, 'append' | 'complete'>

/** Options of a batch. The recorders are loaded when they are asked for, since most runs need neither. */
export async function watchedBy(
  folder: RecorderFolder, { audit, panel, networks }: Omit<Recordings, 'parquet'>,
): Promise<Pick<BatchOptions, 'audit' | 'recorders' | 'journal' | 'createHash'>> {
  // The first hash changes how arrays are laid out, and V8 throws away what it has compiled by then: better nothing.
  createHash('sha256').digest()
  const { recordPanel } = panel ? await import('../records/panel.ts') : { recordPanel: undefined }
  const { recordNetworks } = networks ? await import('../records/networks.ts') : { recordNetworks: undefined }
  return {
    audit,
    journal: panel,
    createHash: () => createHash('sha256'),
    recorders: (about, burntIn) => [
      ...(recordPanel ? [recordPanel(about, burntIn, folder)] : []),
      ...(recordNetworks ? [recordNetworks(about, folder)] : []),
    ],
  }
}

/** Bytes of a firm in a quarter of the panel, its events included, as measured on both regions; the text says "about". */
export const PANEL_BYTES = 90

/** Bytes that the panel of all runs takes. */
export function panelBytes({ scenario, region }: Pick<LoadedScenario, 'scenario' | 'region'>, replications: number): number {
  return PANEL_BYTES * region.facts.CF01.value * scenario.scale * scenario.quarters * scenario.arms.length * replications
}

/** `20 kB`, `3 MB`, `1.2 GB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`
  return bytes < 1e9 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${Math.round(bytes / 1e8) / 10} GB`
}
