/** Networks with more organisations than a picture has room for. */
import { expect, test } from 'vitest'
import { networkPictures } from '../../src/report/network.ts'
import { snapshot, star } from './snapshot.ts'

test('there is room for six hundred: small components are left out first', () => {
  const [picture] = networkPictures([snapshot([...star(0, 580), ...star(1000, 50)])])
  expect(picture).toMatchObject({ all: 632, component: 581, drawn: 581 })
})

test('of a component without room the surroundings of the best connected are drawn', () => {
  const chain = Array.from({ length: 700 }, (_, index): [number, number] => [10_000 + index, 10_001 + index])
  const [picture] = networkPictures([snapshot([...chain, ...star(10_300, 3).map((_, index): [number, number] => [10_350, 20_000 + index])])])
  expect(picture).toMatchObject({ component: 704, drawn: 600 })
  expect(picture.ties.flat()).toContain('firm-10350')
  expect(picture.ties.flat()).not.toContain('firm-10000')
})
