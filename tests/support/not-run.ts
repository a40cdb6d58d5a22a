import type { Reporter, TestModule } from 'vitest/node'

/** Says at the end, plainly, which tests were not run and what was missing. */
export class NotRunReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const byReason = new Map<string, string[]>()
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result()
        const reason = (result.state === 'skipped' && result.note) || 'marked as skipped in the test file'
        byReason.set(reason, [
          ...(byReason.get(reason) ?? []),
          `${module.relativeModuleId} > ${test.fullName}`,
        ])
      }
    }
    for (const [reason, names] of byReason) {
      console.log(`\nNot run: ${names.length}, because ${reason}:`)
      for (const name of names) console.log(`  ${name}`)
    }
  }
}
