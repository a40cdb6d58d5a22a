/** The page for everybody: axe finds nothing serious on any view, in both languages and colour schemes; every size fits. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { labInBrowser, state } from '../support/labPage.ts'
import { testWith } from '../support/programs.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
const VIEWS = ['network', 'money', 'firm', 'lessons', 'challenge', 'batch'] as const
const WIDTHS = [390, 1280, 1920] as const
const lab = labInBrowser()

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

async function violations(page: Page): Promise<string[]> {
  // What the page's policy would not let in as a script of its own.
  await page.evaluate(axe.source)
  const { violations: found } = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<{ violations: readonly Violation[] }> } }).axe.run())
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 300)}`).join(' | ')}`)
}

for (const locale of ['en-GB', 'zh-CN'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    testWith('chromium', `axe: ${locale}, ${colorScheme}`, async () => {
      const { page, complaints } = await lab.open({ locale, colorScheme })
      await page.goto(lab.served.url)
      await state(page, /same policy|相同/)
      await page.locator('[data-lever="fund.budget"] .value').fill('60')
      await page.locator('[data-lever="fund.budget"] .value').press('Enter')
      await state(page, /are whole|完毕/)
      const found: string[] = []
      for (const view of VIEWS) {
        await page.locator(`#tab-${view}`).click()
        if (view === 'firm') {
          await page.locator('#view button').first().click()
          await page.locator('.life').waitFor()
        }
        found.push(...(await violations(page)).map((told) => `${view}: ${told}`))
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          const wide = await page.evaluate(() => document.documentElement.scrollWidth)
          if (wide > width) found.push(`${view}: ${wide} wide at ${width}`)
        }
      }
      await page.locator('#tab-lessons').click()
      await page.locator('.lessons ol button').nth(1).click()
      await page.locator('.lesson .tools button').nth(1).click()
      await page.locator('.prediction').waitFor()
      found.push(...(await violations(page)))
      await page.locator('.menu summary').first().click()
      found.push(...(await violations(page)))
      expect(found).toEqual([])
      expect(complaints).toEqual([])
      await page.context().close()
    }, 240_000)
  }
}
