/** Debian's Chromium, as a machine without a screen and without a network runs it. */
import { type Browser, chromium } from 'playwright-core'

/**
 * A window that nobody types into needs no suggestions: pages of the browser's own, which take two seconds of a processor. What
 * Playwright switches off otherwise has to be said again.
 */
const NOT_NEEDED = '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding,Translate'
const QUIET = [NOT_NEEDED, '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const openBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args: QUIET })
