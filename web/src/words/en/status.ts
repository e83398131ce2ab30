/** Status in English: the word on screen and what it means. */
import { statusWords } from '@laban/shared'
import type { status as room } from '../vi/status.ts'

export const status: typeof room = {
  'on-track': statusWords['on-track'].en,
  behind: statusWords.behind.en,
  'off-track': statusWords['off-track'].en,
  'no-data': statusWords['no-data'].en,
  late: statusWords.late.en,
  untargeted: statusWords.untargeted.en,
  meaning: {
    'on-track': 'At least 95% of what was planned by the date of the figure',
    behind: 'From 85% to under 95% of what was planned by the date of the figure',
    'off-track': 'Under 85% of what was planned by the date of the figure',
    'no-data': 'No figure has been published yet',
    late: 'A new figure is overdue',
    untargeted: 'Has figures but no target that is due yet',
  },
  marks: {
    simulated: 'simulated',
    estimate: 'estimate',
    provisional: 'provisional',
    rounded: 'rounded',
    conflict: 'sources disagree',
    revised: 'revised',
    printed: 'rate as published',
    'new-boundary': 'new boundaries',
    recut: 're-cut boundaries',
  },
}
