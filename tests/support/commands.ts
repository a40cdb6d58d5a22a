/** The commands that a page of documentation shows, and running them as a reader would. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'

/**
 * A fenced block. A comment before the fence says how to treat it:
 * `<!-- test: file NAME -->` saves it under that name for the commands that follow,
 * `<!-- test: full -->` runs it in the full set only, `<!-- test: skip REASON -->` never.
 */
export interface Block {
  readonly line: number
  readonly language: string
  readonly content: string
  readonly note: 'run' | 'full' | 'skip' | 'file'
  /** File name or reason. */
  readonly detail: string
}

export function blocksOf(markdown: string): Block[] {
  const pattern = /(?:^<!-- test: (full|skip|file)(?: ([^\n]*?))? -->\n+)?^```(\w+)\n(.*?)^```$/gms
  return [...markdown.matchAll(pattern)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length,
    language: match[3] as string,
    content: match[4] as string,
    note: (match[1] ?? 'run') as Block['note'],
    detail: match[2] ?? '',
  }))
}

/** One command a line, as the reader types it: continuations joined, comments and what npm itself does taken out. */
export function commandsOf(block: Block): string[] {
  return block.content
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .flatMap((line) =>
      line
        .split(/\s*&&\s*/)
        .filter((part) => !isNpm(part))
        .join(' && '),
    )
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** Commands that install or test the project itself; tests/fresh-clone.full.test.ts and .ci/run do these. */
export const isNpm = (command: string): boolean => /^(npm (ci|test|install|run)|git clone|cd)\b/.test(command)

/** A folder like a fresh clone, with `npx cinsim` and `cinsim`. Long runs are cut short: what is tested is that they work. */
export function readersFolder(): { folder: string; run: (command: string) => ReturnType<typeof spawnSync> } {
  const folder = mkdtempSync(join(tmpdir(), 'cinsim-docs-'))
  for (const name of ['scenarios', 'seeds', 'schema', 'docs/examples']) {
    try {
      cpSync(name, join(folder, name), { recursive: true })
    } catch {
      // A folder that this version does not have.
    }
  }
  // What a reader's program imports.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  const bin = join(folder, '.bin')
  const script = (name: string, body: string): void => {
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const main = resolve('dist/cli/main.js')
  script('npx', 'exec "$@"')
  script(
    'cinsim',
    `case " $* " in
  *" --help "*) ;;
  " run "*) set -- "$@" --quarters 2 --burn-in 2 --replications 2 ;;
esac
exec '${process.execPath}' '${main}' "$@"`,
  )
  const env = { ...process.env, PATH: bin + delimiter + process.env['PATH'] }
  const run = (command: string) =>
    spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8', timeout: 120_000 })
  return { folder, run }
}

export function saveBlock(folder: string, block: Block): void {
  mkdirSync(dirname(join(folder, block.detail)), { recursive: true })
  writeFileSync(join(folder, block.detail), block.content)
}
