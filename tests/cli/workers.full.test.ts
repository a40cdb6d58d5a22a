/** Worker threads change no byte of a result, whatever happens. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, LASTING, main, SMALL } from './cinsim.ts'

const { folder, cinsim, shell, write, read } = desk()

beforeAll(() => write('small.yaml', SMALL))

describe('workers', () => {
  const filesOf = (name: string): [string, string][] =>
    LASTING.map((file) => [file, createHash('sha256').update(read(`${name}/${file}`)).digest('hex')])

  beforeAll(() => {
    expect(cinsim('run', 'small.yaml', '--quiet', '--replications', '5', '--workers', '1', '--out', 'by-one').status).toBe(0)
  })

  test.each(['2', '3', '7'])('%s of them give the bytes of one', (workers) => {
    expect(cinsim('run', 'small.yaml', '--quiet', '--replications', '5', '--workers', workers, '--out', `by-${workers}`)).toMatchObject({ status: 0, stderr: '' })
    expect(filesOf(`by-${workers}`)).toEqual(filesOf('by-one'))
  })

  test('record what is asked for as one does', () => {
    for (const workers of ['1', '2']) {
      expect(cinsim('run', 'small.yaml', '--quiet', '--panel', '--networks', '--workers', workers, '--out', `seen-by-${workers}`).status).toBe(0)
    }
    expect(shell('diff -r -x run.log seen-by-1 seen-by-2')).toMatchObject({ status: 0, stdout: '' })
  })

  test('tell of a run that failed, and of a full disk, as one does', () => {
    write('fails.yaml', SMALL.replace('name: small', 'name: fails').replace('  same: {}', '  same: { fund: { budget: "if(quarter > 2, 1 / 0, 100)" } }'))
    const [one, two] = ['1', '2'].map((workers) => cinsim('run', 'fails.yaml', '--quiet', '--workers', workers, '--out', `failed-by-${workers}`))
    expect([two!.status, two!.stderr.replaceAll('failed-by-2', 'failed-by-1')]).toEqual([one!.status, one!.stderr])
    const { status, stderr } = shell('ulimit -f 60; cinsim run small.yaml --quarters 2 --panel --workers 2 --quiet --out full-by-two')
    expect([status, stderr]).toEqual([1, expect.stringMatching(/cannot be written: the file would be larger/)])
    expect(existsSync(join(folder, 'full-by-two'))).toBe(false)
  })

  test('leave nothing when interrupted', async () => {
    const child = spawn(process.execPath, [main, 'run', 'small.yaml', '--scale', '1', '--quarters', '400', '--burn-in', '100', '--workers', '2', '--quiet', '--out', 'stopped'], { cwd: folder })
    // It has begun, and is far from its first run's end.
    while (!existsSync(join(folder, 'stopped/.partial/lock'))) await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 500))
    child.kill('SIGINT')
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130)
    expect(existsSync(join(folder, 'stopped'))).toBe(false)
  })

  test.each(['0', '1.5', 'many'])('are a number: not %s', (workers) => {
    expect(cinsim('run', 'small.yaml', '--workers', workers)).toMatchObject({ status: 2, stderr: expect.stringMatching(/--workers .*: allowed is a whole number from 1 to 256/) })
  })
})
