/** For ten scenarios, each with a lever moved and a seed of its own, the page saves the bytes of the command line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, vi } from 'vitest'
import { desk } from '../cli/cinsim.ts'
import { digestOf, labInBrowser, state } from '../support/labPage.ts'
import { testWith } from '../support/programs.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
const { cinsim, write, read, folder } = desk()
const SCENARIOS = [
  'classroom', 'fund-size', 'guarantee-risk-sharing', 'information-platforms', 'talent-programmes', 'tax-contradiction', 'alliances', 'credit-squeeze', 'no-policy', 'beijing-2012',
] as const
const lab = labInBrowser()
let page: Page

beforeAll(async () => {
  if (lab.hasBrowser) ({ page } = await lab.open({ acceptDownloads: true }))
})

async function saved(name: string | RegExp): Promise<string> {
  await page.locator('.menu summary', { hasText: 'Save' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
  return readFileSync((await download.path())!, 'utf8')
}

testWith('chromium', 'ten scenarios', async () => {
  await page.goto(lab.served.url)
  await state(page, /same policy/)
  for (const [index, name] of SCENARIOS.entries()) {
    const scale = name === 'classroom' ? 0.3 : 0.02
    write(`${name}.yaml`, `version: 1\nname: own-${name}\nextends: ${process.cwd()}/scenarios/${name}.yaml\nquestion: ${name}\nscale: ${scale}\nquarters: 3\nburnIn: 2\nseed: seed-${index}\n`)
    await page.locator('.menu summary', { hasText: 'Open' }).click()
    await page.locator('.sheet input[type=file]').setInputFiles(join(folder, `${name}.yaml`))
    await page.getByRole('heading', { name, exact: true }).waitFor()
    await state(page, /same policy/)
    const budget = page.locator('[data-lever="fund.budget"] .value')
    await budget.fill(String(100 + 50 * index))
    await budget.press('Enter')
    await state(page, /are whole/)
    write(`saved-${name}.yaml`, await saved(/Scenario with your policy/))
    expect(cinsim('run', `saved-${name}.yaml`, '--arm', 'yours', '--replications', '1', '--out', name, '--quiet'), name).toMatchObject({ status: 0, stderr: '' })
    for (const table of ['series.csv', 'runs.csv', 'ledger.csv'] as const) expect(await saved(table), `${name} ${table}`).toBe(read(`${name}/${table}`))
    for (const arm of ['baseline', 'yours']) expect(read(`${name}/runs.csv`)).toContain(await digestOf(page, arm))
  }
}, 240_000)

testWith('chromium', 'a slow machine gets a smaller world, and is told', async () => {
  const { page: own } = await lab.open()
  // Its clock runs as if all took a hundred times as long.
  await own.addInitScript(() => {
    const now = performance.now.bind(performance)
    performance.now = () => 100 * now()
  })
  await own.goto(lab.served.url)
  await own.getByText(/This machine is slow, so the world is smaller: scale 0.3/).waitFor({ timeout: 60_000 })
  await state(own, /same policy/)
  await own.context().close()
})
