/** `cinsim network`, in every format. */
import { beforeAll, describe, expect, test } from 'vitest'
import { desk, SMALL } from './cinsim.ts'

const { cinsim, write, read } = desk()
beforeAll(() => write('small.yaml', SMALL))

describe('network', () => {
  test.each([
    ['gexf', /^<\?xml[^]*<gexf[^]*<\/gexf>\s*$/],
    ['graphml', /^<\?xml[^]*<graphml[^]*<\/graphml>\s*$/],
    ['json', /^\{[^]*"links"[^]*\}\n$/],
    ['csv', /^key,source,target,.*\n[^]*\n$/],
  ])('as %s, to a file or to the terminal', (format, shape) => {
    const { status, stdout } = cinsim('network', 'small.yaml', '--at', '2013Q2', '--format', format)
    expect(status).toBe(0)
    expect(stdout).toMatch(shape)
    expect(cinsim('network', 'small.yaml', '--at', '2013Q2', '--format', format, '--out', `net.${format}`).stdout).toBe('')
    expect(read(`net.${format}`)).toBe(stdout)
  })

  test('over the whole run has times', () => {
    expect(cinsim('network', 'small.yaml', '--dynamic').stdout).toMatch(/mode="dynamic"[^]*<spell/)
  })

  test.each([
    [['--at', '2020Q1'], /allowed is a quarter of the scenario, 2013Q1 to 2013Q4/],
    [['--at', 'soon'], /2013Q1 to 2013Q4/],
    [['--dynamic', '--format', 'csv'], /allowed is gexf/],
    [['--dynamic', '--at', '2013Q1'], /give one of them/],
    [['--arm', 'mor'], /did you mean "more"/],
    [['--out', 'no/such/folder.gexf'], /there is no such folder/],
  ])('%j is refused in words', (flags, message) => {
    const { status, stderr } = cinsim('network', 'small.yaml', ...flags)
    expect([1, 2]).toContain(status)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n {4}at /)
  })
})
