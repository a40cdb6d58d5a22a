import { spawnSync } from 'node:child_process'
import { expect } from 'vitest'
import { testWith } from './support/programs.ts'

testWith('networkx', 'networkx answers', (python) => {
  const { stdout } = spawnSync(
    python,
    ['-c', 'import networkx; print(networkx.path_graph(3).number_of_edges())'],
    {
      encoding: 'utf8',
    },
  )
  expect(stdout.trim()).toBe('2')
})
