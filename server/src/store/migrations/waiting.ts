/** Owns the way to figures that wait for a decision: few among all that were ever reported. */
import type { Step } from './step.ts'

export const waiting: Step = {
  name: '013-waiting',
  async up(db) {
    await db.schema.createIndex('return_figures_state').on('return_figures').columns(['state', 'return']).execute()
  },
}
