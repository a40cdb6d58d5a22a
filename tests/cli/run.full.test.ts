/** What of `cinsim run` takes long to try. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, SMALL } from './cinsim.ts'

const { folder, cinsim, shell, write, read } = desk()

beforeAll(() => {
  write('small.yaml', SMALL)
  const { status, stderr } = cinsim('run', 'small.yaml')
  expect(status, stderr).toBe(0)
})

describe('flags', () => {
  test.each(['end', 'off'])('--audit %s changes nothing', (audit) => {
    expect(cinsim('run', 'small.yaml', '--audit', audit, '--out', audit, '--quiet').status).toBe(0)
    expect(read(`${audit}/manifest.json`)).toBe(read('output/small/manifest.json'))
  })

  test('several scenarios go to a folder each', () => {
    write('other.yaml', SMALL.replace('name: small', 'name: other').replace('quarters: 4', 'quarters: 1'))
    expect(cinsim('run', 'small.yaml', 'other.yaml', '--out', 'both', '--quarters', '1', '--quiet').status).toBe(0)
    expect(existsSync(join(folder, 'both/small/effects.csv')) && existsSync(join(folder, 'both/other/effects.csv'))).toBe(true)
  })
})

describe('a region of the user', () => {
  test('is kept with the result, which stands alone', () => {
    const region = readFileSync('seeds/classroom.yaml', 'utf8')
    write('town.yaml', region)
    write('town-policy.yaml', SMALL.replace('region: classroom', 'region: ./town.yaml').replace('name: small', 'name: town'))
    expect(cinsim('run', 'town-policy.yaml', '--quiet')).toMatchObject({ status: 0, stderr: '' })
    expect(shell('cp -r output/town moved && rm town.yaml && cinsim run moved/scenario.yaml --out moved-again --quiet').status).toBe(0)
    expect(read('moved-again/series.csv')).toBe(read('output/town/series.csv'))
  })
})
