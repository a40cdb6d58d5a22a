/** A journal gives back, to the bit, what was written before whatever ended the program. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BatchIdentity, identityIn, openJournal } from '../../src/host/journal.ts'
import type { RunRecord } from '../../src/records/run.ts'

const identity: BatchIdentity = { engine: 'e', scenarioHash: 's', replications: [0, 1, 2], audit: 'every', panel: true, networks: false, parquet: false }
const quarter = Float64Array.of(NaN, -0, Number.MIN_VALUE, 1 / 3, -Infinity)
const runOf = (replication: number): RunRecord => ({
  arm: 'baseline', point: 0, replication, runKey: 'k', status: 'done', digest: 'd', failedAt: undefined, reason: 'ümläut', start: 8052,
  metrics: [quarter, quarter.map((value) => value * 2)], flows: [Float64Array.of(replication)], groups: new Map([['trial', [quarter]]]),
})
const failed: RunRecord = { ...runOf(1), status: 'audit', failedAt: 8053, metrics: [], flows: [], groups: new Map() }
const file = { name: 'panel/firms/baseline-0-0.parquet', bytes: 3, sha256: 'f' }

let home = ''
let path = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cinsim-journal-'))
  path = join(home, 'journal')
  const journal = openJournal(path, identity, () => true)
  journal.add(runOf(0), [file])
  journal.add(failed, [])
  journal.close()
})
afterEach(() => rmSync(home, { recursive: true }))

const finishedAfter = (isThere: () => boolean = () => true, of = identity) => {
  const journal = openJournal(path, of, isThere)
  journal.close()
  const finished = [...journal.finished()]
  expect(finished).toHaveLength(journal.count)
  return { finished, files: journal.files }
}

test('has every bit of what was put in', () => {
  const { finished, files } = finishedAfter()
  expect(finished).toEqual([runOf(0), failed])
  expect(files).toEqual([file])
  expect(Object.is(finished[0]!.metrics[0]![1], -0)).toBe(true)
  expect(identityIn(path)).toEqual(identity)
})

test('cut at any byte, has what was whole, and goes on from there', () => {
  const whole = readFileSync(path)
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1)
  expect(ends).toHaveLength(3)
  for (let length = 0; length <= whole.length; length += length < whole.length - 40 ? 37 : 1) {
    writeFileSync(path, whole.subarray(0, length))
    const journal = openJournal(path, identity, () => true)
    expect(journal.count).toBe(Math.max(0, ends.filter((end) => end <= length).length - 1))
    for (const run of [runOf(0), failed].slice(journal.count)) journal.add(run, run === failed ? [] : [file])
    journal.close()
    expect(readFileSync(path)).toEqual(whole)
  }
})

test('ends before the first line that is not what was written', () => {
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('"audit","digest"', '"audit","digesT"'))
  expect(finishedAfter().finished).toHaveLength(1)
})

test('ends before a replication whose files are gone, and is empty for another batch', () => {
  expect(finishedAfter(() => false)).toEqual({ finished: [], files: [] })
  expect(finishedAfter(() => true, { ...identity, engine: 'another' })).toEqual({ finished: [], files: [] })
  expect(identityIn(path)).toEqual({ ...identity, engine: 'another' })
  expect(identityIn(join(home, 'none'))).toBeUndefined()
})

test('is read in parts: a line may be longer than what is read at once', () => {
  const long = { ...runOf(2), metrics: Array.from({ length: 40_000 }, (_, at) => Float64Array.of(at, NaN, 1 / (at + 1), -at, 0)) }
  const journal = openJournal(path, identity, () => true)
  journal.add(long, [])
  journal.close()
  expect(finishedAfter().finished).toEqual([runOf(0), failed, long])
})
