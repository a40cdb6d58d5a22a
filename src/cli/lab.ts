/** `cinsim lab`: the engine in a browser of this machine. */
import type { Command } from 'commander'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { UsageError } from './errors.ts'
import { loadWith, ownRegion } from './scenarioOptions.ts'

const EXAMPLE = `
Examples:
  $ cinsim lab
  $ cinsim lab my-policy.yaml
  $ cinsim lab output/my-policy

Serves the page on 127.0.0.1, to this machine alone, until Ctrl-C ends it. The engine runs in the page: no data leaves it. Of a
finished batch every run can be played, and its digest is held against its row.`

const HIGHEST_PORT = 65_535

export function addLab(program: Command): void {
  program
    .command('lab')
    .description('open the lab: move levers in a browser, and see both worlds')
    .argument('[path]', 'scenario, or folder of a finished batch; the classroom unless told')
    .option('--port <n>', 'port of 127.0.0.1; one that is free unless told')
    .addHelpText('after', EXAMPLE)
    .action(async (path: string | undefined, { port = '0' }: { readonly port?: string }) => {
      if (!/^\d{1,5}$/.test(port) || Number(port) > HIGHEST_PORT) throw new UsageError(`--port ${port}: allowed is a whole number from 1 to ${HIGHEST_PORT}`)
      const page = fileURLToPath(new URL('../lab-page/', import.meta.url))
      if (!existsSync(page)) throw new UsageError('the page of the lab is not built.\n  allowed: npm run build, once, in the clone')
      const opened = path === undefined ? undefined : await openedFrom(path)
      const { servePage } = await import('../host/pageServer.ts')
      const server = await servePage(page, Number(port), opened?.texts)
      process.stdout.write(`The lab is at ${server.url}${opened ? `?open=${opened.kind}` : ''} until Ctrl-C ends it.\n`)
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
      })
      await server.close()
    })
}

interface Opened {
  readonly kind: 'scenario' | 'result'
  /** By the paths that the page asks for. */
  readonly texts: ReadonlyMap<string, string>
}

/** Read and checked here, where other files that it names can be found. */
async function openedFrom(path: string): Promise<Opened> {
  const { canonicalYaml, regionYaml } = await import('../scenario/canonical.ts')
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  const { openFinished } = await import('../host/finishedResult.ts')
  const result = isFolder ? await openFinished(path) : undefined
  const loaded = await loadWith(isFolder ? `${path.replace(/\/+$/, '')}/scenario.yaml` : path, {})
  const own = await ownRegion(loaded)
  const texts = { 'scenario.yaml': canonicalYaml(loaded.scenario, own ? './region.yaml' : loaded.region.name), ...(own ? { 'region.yaml': regionYaml(loaded.region) } : {}) }
  const served = new Map([['/opened/texts.json', JSON.stringify(texts)]])
  if (!result) return { kind: 'scenario', texts: served }
  const { manifest, runs } = result
  const rows = runs.map(({ arm, point, replication, status, digest }) => ({ arm, point, replication, status, digest }))
  return { kind: 'result', texts: served.set('/opened/result.json', JSON.stringify({ name: manifest.scenario, engine: manifest.engine.source, rows })) }
}
