/** Whatever ends a batch, going on with it gives the bytes of one that nothing disturbed. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, main, RESULT, SMALL } from './cinsim.ts'

const { folder, cinsim, shell, write, files } = desk()
const RECORDED = ['--replications', '5', '--panel', '--networks']

const journalIn = (out: string): string => join(folder, out, '.partial/journal')
const linesIn = (out: string): string[] => (existsSync(journalIn(out)) ? readFileSync(journalIn(out), 'utf8').split('\n').slice(0, -1) : [])
const differences = (out: string, from = 'undisturbed') => shell(`diff -r -x run.log ${from} ${out}`)
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Kills a command once `ready` says so; false when it ended before. */
async function killed(args: readonly string[], ready: () => boolean): Promise<boolean> {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: 'ignore' })
  let ended = false
  const exit = new Promise((resolve) => child.on('exit', resolve)).then(() => (ended = true))
  while (!ended && !ready()) await pause(3)
  child.kill('SIGKILL')
  await exit
  return child.signalCode === 'SIGKILL'
}

beforeAll(() => {
  write('small.yaml', SMALL)
  expect(cinsim('run', 'small.yaml', ...RECORDED, '--quiet', '--out', 'undisturbed').status).toBe(0)
})

describe('a batch that was killed', () => {
  test('after any record of the journal, with the next one torn, ends in the same bytes', { timeout: 300_000 }, async () => {
    const args = ['run', 'small.yaml', ...RECORDED, '--quiet', '--workers', '1', '--out', 'begun']
    expect(await killed(args, () => linesIn('begun').length >= 5)).toBe(true)
    const lines = linesIn('begun')
    for (let records = 0; records < lines.length; records++) {
      const out = `from-${records}`
      cpSync(join(folder, 'begun'), join(folder, out), { recursive: true })
      const torn = lines[records + 1]?.slice(0, 500) ?? ''
      writeFileSync(journalIn(out), `${lines.slice(0, records + 1).map((line) => `${line}\n`).join('')}${torn}`)
      expect(cinsim('resume', out, '--quiet', '--workers', records % 2 === 0 ? '1' : '2')).toMatchObject({ status: 0, stderr: '' })
      expect(differences(out)).toMatchObject({ status: 0, stdout: '' })
    }
  })

  test('again and again at any moment, its resumes too, ends in the same bytes', { timeout: 300_000 }, async () => {
    for (let round = 0; round < 3; round++) {
      const out = `moment-${round}`
      const begin = ['run', 'small.yaml', ...RECORDED, '--quiet', '--workers', '2', '--out', out]
      for (let attempt = 0; attempt < 4; attempt++) {
        const moment = Date.now() + 500 + 300 * ((round * 7 + attempt * 3) % 5)
        const command = linesIn(out).length > 0 ? ['resume', out, '--quiet', '--workers', '2'] : begin
        if (!(await killed(command, () => Date.now() > moment))) break
        expect(existsSync(join(folder, out, 'manifest.json'))).toBe(false)
      }
      // The same command goes on as resume does.
      expect(cinsim(...begin)).toMatchObject({ status: 0, stderr: '' })
      expect(differences(out)).toMatchObject({ status: 0, stdout: '' })
    }
  })
})

test('a kill leaves no file under its name; another run is refused there, unless it throws that away', async () => {
  expect(await killed(['run', 'small.yaml', '--replications', '60', '--workers', '1', '--out', 'killed'], () => linesIn('killed').length >= 2)).toBe(true)
  expect(files().filter((name) => name.startsWith('killed/') && !name.startsWith('killed/.partial/'))).toEqual([])
  const other = cinsim('run', 'small.yaml', '--out', 'killed', '--quiet')
  expect([other.status, other.stderr]).toEqual([2, expect.stringMatching(/not finished, with other scenario, replications[^]*cinsim resume.*--force/)])
  expect(cinsim('run', 'small.yaml', '--out', 'killed', '--quiet', '--force').status).toBe(0)
  expect(files().filter((name) => name.startsWith('killed/'))).toEqual(RESULT.map((name) => `killed/${name}`))
})

describe('what stands in the way is told', () => {
  beforeAll(async () => {
    const args = ['run', 'small.yaml', '--replications', '20', '--quiet', '--workers', '1', '--out', 'held']
    expect(await killed(args, () => linesIn('held').length >= 3)).toBe(true)
  })

  test('somebody else is writing there', () => {
    const lock = join(folder, 'held/.partial/lock')
    const before = readFileSync(lock)
    writeFileSync(lock, `${process.pid} ${hostname()}\n`)
    for (const command of [['resume', 'held'], ['run', 'small.yaml', '--replications', '20', '--out', 'held', '--force']]) {
      expect(cinsim(...command)).toMatchObject({ status: 2, stderr: expect.stringMatching(/held is being written to by another cinsim \(process \d+/) })
    }
    // Of another machine as long as its program touches the lock, which a dead one does not.
    writeFileSync(lock, '1 elsewhere\n')
    expect(cinsim('resume', 'held')).toMatchObject({ status: 2, stderr: expect.stringMatching(/process 1 on elsewhere\)[^]*free 90 seconds later/) })
    writeFileSync(lock, before)
  })

  test('but not a lock that nobody has touched for long', () => {
    cpSync(join(folder, 'held'), join(folder, 'abandoned'), { recursive: true })
    const lock = join(folder, 'abandoned/.partial/lock')
    writeFileSync(lock, '1 elsewhere\n')
    utimesSync(lock, new Date(), new Date(Date.now() - 100_000))
    expect(cinsim('resume', 'abandoned', '--quiet')).toMatchObject({ status: 0, stderr: '' })
  })

  test('another engine', () => {
    const lines = linesIn('held')
    const header = lines[0]!.slice(65).replace(/"engine":"\w+"/, '"engine":"0123456789abcdef"')
    const other = [`${createHash('sha256').update(header).digest('hex')} ${header}`, ...lines.slice(1)]
    writeFileSync(journalIn('held'), `${other.join('\n')}\n`)
    expect(cinsim('resume', 'held')).toMatchObject({ status: 2, stderr: expect.stringMatching(/not finished, with other engine, so nothing was run/) })
    writeFileSync(journalIn('held'), `${lines.join('\n')}\n`)
  })

  test('and the batch is still there to go on with', () => {
    const { status, stderr } = cinsim('resume', 'held', '--workers', '1')
    expect([status, stderr]).toEqual([0, expect.stringMatching(/held: \d+ runs were finished before; the others follow/)])
    expect(cinsim('resume', 'held')).toMatchObject({ status: 0, stdout: 'held is finished; there is nothing to do.\n' })
    rmSync(join(folder, 'held'), { recursive: true })
    expect(cinsim('resume', 'held')).toMatchObject({ status: 2, stderr: expect.stringMatching(/holds nothing that was begun/) })
  })
})
