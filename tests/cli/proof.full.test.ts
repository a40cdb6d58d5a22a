/** Digests and repeated runs: the same result is the same to the bit. */
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, SMALL } from './cinsim.ts'

const { cinsim, shell, write, read } = desk()
beforeAll(() => write('small.yaml', SMALL))

describe('proof', () => {
  test('digest gives one hash a quarter, the same each time, and that of the run as in runs.csv', () => {
    const { status, stdout } = cinsim('digest', 'small.yaml', '--arm', 'more', '--replication', '1')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^(2013Q[1-4] [0-9a-f]{64}\n){4}run {4}[0-9a-f]{64}\n$/)
    expect(cinsim('digest', 'small.yaml', '--arm', 'more', '--replication', '1').stdout).toBe(stdout)
    expect(cinsim('digest', 'small.yaml', '--arm', 'same').stdout).toBe(cinsim('digest', 'small.yaml').stdout)
    cinsim('run', 'small.yaml', '--quiet')
    const row = read('output/small/runs.csv').split('\n').find((line) => line.startsWith('more,0,1,'))!
    expect(stdout).toContain(row.split(',')[6])
  })

  test('replay tells that a run came out the same, from within its folder too, or that it did not', () => {
    cinsim('run', 'small.yaml', '--quiet')
    const text = read('output/small/runs.csv')
    const [key, digest] = [3, 6].map((column) => text.split('\n')[2]!.split(',')[column]!)
    expect(shell(`cd output/small && ${text.split('\n')[2]!.split(',').at(-1)!}`)).toMatchObject({ status: 0, stdout: expect.stringContaining(digest!) })

    write('output/small/runs.csv', text.replaceAll(digest!, 'f'.repeat(64)))
    const { status, stdout } = cinsim('replay', 'output/small', key!)
    expect(status).toBe(1)
    expect(stdout).toMatch(/Not the same[^]*then +digest f+[^]*must not happen/)
    write('output/small/runs.csv', text.replaceAll(key!, '0123456789abcdef'))
    write('output/small/scenario.yaml', read('output/small/scenario.yaml').replace('budget: 60', 'budget: 61'))
    expect(cinsim('replay', 'output/small', '0123456789abcdef').stdout).toMatch(/Not the same[^]*has changed since/)
  })

  test('replay without such a run or folder says what there is', () => {
    expect(cinsim('replay', 'output/small', 'abc')).toMatchObject({ status: 2, stderr: expect.stringMatching(/has no run abc[^]*allowed/) })
    expect(cinsim('replay', '.', 'abc')).toMatchObject({ status: 2, stderr: expect.stringMatching(/has no runs\.csv/) })
  })
})
