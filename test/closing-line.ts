/** Owns the last line of a run: `N passed, N failed`, for whoever reads the output by machine. */
import type { Reporter, TestModule } from 'vitest/node'

export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], faults: readonly unknown[]): void {
    const count = { passed: 0, failed: faults.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) count[test.result().state]++
      // A file that could not be read has no tests to count.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) count.failed++
    }
    const aside = count.skipped + count.pending
    console.log(`\n${count.passed} passed, ${count.failed} failed${aside > 0 ? `, ${aside} skipped` : ''}`)
  }
}
