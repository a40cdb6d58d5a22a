/** `cinsim lab`: the engine in a browser of this machine. */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { UsageError } from './errors.ts'

const EXAMPLE = `
Example:
  $ cinsim lab

Serves the page on 127.0.0.1, to this machine alone, until Ctrl-C ends it. The engine runs in the page: no data leaves it. What the page
shows so far: the classroom region, a control for every lever, and four results of your policy beside the baseline on the same luck.`

const HIGHEST_PORT = 65_535

export function addLab(program: Command): void {
  program
    .command('lab')
    .description('open the lab: move levers in a browser, and see both worlds')
    .option('--port <n>', 'port of 127.0.0.1; one that is free unless told')
    .addHelpText('after', EXAMPLE)
    .action(async ({ port = '0' }: { readonly port?: string }) => {
      if (!/^\d{1,5}$/.test(port) || Number(port) > HIGHEST_PORT) throw new UsageError(`--port ${port}: allowed is a whole number from 1 to ${HIGHEST_PORT}`)
      const page = fileURLToPath(new URL('../lab-page/', import.meta.url))
      if (!existsSync(page)) throw new UsageError('the page of the lab is not built.\n  allowed: npm run build, once, in the clone')
      const { servePage } = await import('../host/pageServer.ts')
      const server = await servePage(page, Number(port))
      process.stdout.write(`The lab is at ${server.url} until Ctrl-C ends it.\n`)
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
      })
      await server.close()
    })
}
