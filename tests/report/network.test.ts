import { describe, expect, test } from 'vitest'
import { networkPictures } from '../../src/report/network.ts'
import { snapshot, star } from './snapshot.ts'

const circles = (svg: string): string[] => svg.match(/<circle [^>]*>/g) ?? []

describe('pictures of a network', () => {
  test('components are drawn together, the largest counted', () => {
    const [picture] = networkPictures([snapshot([...star(0, 5), ...star(100, 2), [7, 8]])])
    expect(picture).toMatchObject({ all: 11, component: 6, drawn: 11 })
    expect(circles(picture.svg)).toHaveLength(11)
    expect(picture.ties).toHaveLength(8)
  })

  test('partners with several ties count once', () => {
    expect(networkPictures([snapshot([[1, 2], [2, 1], [1, 2]])])[0].ties).toHaveLength(1)
  })

  test('no ties, no nodes, and no fault', () => {
    expect(networkPictures([snapshot([])])[0]).toMatchObject({ all: 0, component: 0, drawn: 0 })
  })

  test('the same network gives the same picture', () => {
    const snapshots = [snapshot(star(0, 30)), snapshot([...star(0, 20), ...star(3, 9)], '2013Q2')]
    expect(networkPictures(snapshots)).toEqual(networkPictures(snapshots))
  })
})
