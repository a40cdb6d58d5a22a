import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Origin } from '../../src/records/manifest.ts'
import { openResultFolder } from '../../src/host/resultFolder.ts'
import { HostError, writeWhole } from '../../src/host/write.ts'

const origin = { scenarioHash: 'abc', replications: [0, 1] }
const open = (at: string, from: Origin, force: boolean) =>
  openResultFolder(at, { engine: 'e', ...from, audit: 'every', panel: false, networks: false, parquet: false }, force)
let home = ''
let path = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cinsim-host-'))
  path = join(home, 'output/result')
})
afterEach(() => rmSync(home, { recursive: true }))

function publish(text = 'a\n', from = origin): void {
  const folder = open(path, from, false)
  folder.append('a.csv', text)
  folder.append('manifest.json', JSON.stringify(from))
  folder.publish()
}

describe('a result', () => {
  test('has no name before it is whole', () => {
    const folder = open(path, origin, false)
    folder.append('a.csv', 'first\n')
    folder.append('a.csv', 'second\n')
    folder.append('manifest.json', JSON.stringify(origin))
    expect(readdirSync(path)).toEqual(['.partial'])
    folder.publish()
    expect(readdirSync(path).toSorted()).toEqual(['a.csv', 'manifest.json'])
    expect(readFileSync(join(path, 'a.csv'), 'utf8')).toBe('first\nsecond\n')
  })

  test('tells size and SHA-256 of what was written', () => {
    const folder = open(path, origin, false)
    folder.append('a.csv', 'ab')
    folder.append('a.csv', 'c')
    // FIPS 180-2, appendix B.1.
    expect(folder.written()).toEqual([
      { name: 'a.csv', bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    ])
    folder.leave()
  })

  test('that is given up leaves nothing, and an earlier one as it was', () => {
    open(path, origin, false).leave()
    expect(existsSync(path)).toBe(false)
    publish()
    const again = open(path, origin, false)
    again.append('a.csv', 'half')
    again.leave()
    expect(readFileSync(join(path, 'a.csv'), 'utf8')).toBe('a\n')
  })

  test('of the same scenario is replaced, and what a killed run left is cleared away', () => {
    publish()
    mkdirSync(join(path, '.partial'))
    writeFileSync(join(path, '.partial/b.csv'), 'half')
    publish('b\n')
    expect(readFileSync(join(path, 'a.csv'), 'utf8')).toBe('b\n')
    expect(readdirSync(path).toSorted()).toEqual(['a.csv', 'manifest.json'])
  })

  test('has files in folders, closed when they are whole, and keeps none of an earlier result', () => {
    const folder = open(path, origin, false)
    folder.append('panel/firms/a.parquet', Uint8Array.of(0, 255))
    folder.append('panel/firms/a.parquet', Uint8Array.of(128))
    folder.complete('panel/firms/a.parquet')
    folder.complete('panel/firms/none.parquet')
    expect(() => folder.append('panel/firms/a.parquet', 'more')).toThrow(/complete/)
    folder.append('manifest.json', JSON.stringify({ ...origin, files: folder.written() }))
    folder.publish()
    expect([...readFileSync(join(path, 'panel/firms/a.parquet'))]).toEqual([0, 255, 128])
    writeFileSync(join(path, 'notes.txt'), "the user's")
    publish()
    expect(readdirSync(path).toSorted()).toEqual(['a.csv', 'manifest.json', 'notes.txt'])
  })

  test('takes no file away that a manifest names outside its folder', () => {
    publish()
    writeFileSync(join(home, 'precious'), '')
    const files = ['../../precious', join(home, 'precious')].map((name) => ({ name }))
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ ...origin, files }))
    publish()
    expect(existsSync(join(home, 'precious'))).toBe(true)
  })

  test.each([
    ['another scenario', { scenarioHash: 'xyz', replications: [0, 1] }],
    ['other replications', { scenarioHash: 'abc', replications: [1] }],
  ])('of %s is not written over unless forced', (_what, other) => {
    publish()
    expect(() => open(path, other, false)).toThrow(/another scenario[^]*--out DIR, or --force/)
    open(path, other, true).leave()
    expect(readFileSync(join(path, 'a.csv'), 'utf8')).toBe('a\n')
  })

  test('is not put among files that are none of ours', () => {
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'thesis.docx'), '')
    expect(() => open(path, origin, false)).toThrow(/not a result of cinsim/)
    expect(() => open(join(path, 'thesis.docx'), origin, false)).toThrow(/is a file/)
  })

  test('in an impossible place is refused in words', () => {
    writeFileSync(join(home, 'file'), '')
    const inside = (): unknown => open(join(home, 'file/inside'), origin, true)
    expect(inside).toThrow(HostError)
    expect(inside).toThrow(/a part of the path is a file/)
  })
})

describe('a single file', () => {
  test('is written whole, in place of the old one', () => {
    const file = join(home, 'a.txt')
    writeWhole(file, 'old')
    writeWhole(file, 'new')
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(readdirSync(home)).toEqual(['a.txt'])
  })

  test('may be a device, which stays one', () => {
    writeWhole('/dev/null', 'text')
    writeWhole('/dev/null', 'text')
    expect(existsSync('/dev/null')).toBe(true)
  })

  test.each([
    ['no such folder', 'none/a.txt', /there is no such folder/],
    ['a folder', '.', /this is a folder/],
    ['a full disk', '/dev/full', /the disk is full/],
  ])('in %s is refused in words', (_what, name, message) => {
    const file = name.startsWith('/') ? name : join(home, name)
    expect(() => writeWhole(file, 'text')).toThrow(message)
  })
})
