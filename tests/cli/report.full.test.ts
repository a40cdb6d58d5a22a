/** What `cinsim report` says to folders that it cannot tell of. */
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, SMALL } from './cinsim.ts'

const { folder, cinsim, write } = desk()
const path = (...names: string[]): string => join(folder, ...names)

beforeAll(() => {
  write('small.yaml', SMALL)
  expect(cinsim('run', 'small.yaml', '--out', 'whole', '--quiet')).toMatchObject({ status: 0, stderr: '' })
}, 60_000)

/** The result, changed. */
function spoilt(name: string, change: (folder: string) => void): string {
  cpSync(path('whole'), path(name), { recursive: true })
  change(path(name))
  return name
}

describe('a folder that is no result', () => {
  test.each<[string, () => string, RegExp]>([
    ['does not exist', () => 'nowhere', /no manifest\.json/],
    ['has no manifest', () => spoilt('unfinished', (at) => rmSync(join(at, 'manifest.json'))), /not the folder of a finished result/],
    ['has the manifest of something else', () => spoilt('other', (at) => writeFileSync(join(at, 'manifest.json'), '{}')), /not the manifest of a result/],
    ['has no scenario', () => spoilt('no-scenario', (at) => rmSync(join(at, 'scenario.yaml'))), /no scenario\.yaml/],
    ['lacks a table', () => spoilt('no-effects', (at) => rmSync(join(at, 'effects.csv'))), /effects\.csv cannot be read/],
    ['has a table that is none', () => spoilt('broken', (at) => writeFileSync(join(at, 'effects.csv'), 'arm,point\n"x')), /effects\.csv cannot be read as a table/],
    ['has a table that was cut', () => spoilt('cut', (at) => truncateSync(join(at, 'analysis.csv'), 2000)), /analysis\.csv cannot be read as a table/],
  ])('one that %s is refused, without a page', (_, make, told) => {
    const name = make()
    const ended = cinsim('report', name)
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toMatch(told)
    expect(ended.stderr).not.toMatch(/\n +at /)
    expect(name === 'nowhere' ? [] : readdirSync(path(name)).filter((file) => file.startsWith('report'))).toEqual([])
  })
})

describe('a result', () => {
  test('of another engine has a page without pictures of the network', () => {
    const name = spoilt('foreign', (at) => {
      const manifest = JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8'))
      writeFileSync(join(at, 'manifest.json'), JSON.stringify({ ...manifest, engine: { version: '9.9.9', source: 'other' } }))
    })
    expect(cinsim('report', name).status).toBe(0)
    expect(readFileSync(path(name, 'report.html'), 'utf8')).toContain('another version of cinsim')
  })

  test('has the page where it is asked for', () => {
    expect(cinsim('report', 'whole', '--out', 'page.html')).toMatchObject({ status: 0, stdout: 'page.html\n' })
    expect(readdirSync(path('whole'))).not.toContain('report.html')
    copyFileSync(path('page.html'), path('before.html'))
    expect(cinsim('report', 'whole', '--out', 'no/such/folder/page.html')).toMatchObject({ status: 1, stdout: '' })
  })

  test('is the same result with a page in its folder', () => {
    expect(cinsim('report', 'whole').status).toBe(0)
    expect(cinsim('verify', 'whole', '--sample', '1').status).toBe(0)
    expect(cinsim('run', 'small.yaml', '--out', 'whole', '--quiet').status).toBe(0)
  })
})
