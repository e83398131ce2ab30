/** Words of the peers page, in English. */
import type { peers as room } from '../vi/peers.ts'

export const peers: typeof room = {
  title: 'Peer cities',
  opening: (home, good, of) =>
    `${home} does better than the median on ${good} of ${of} indicators that can be compared`,
  openingNone: (count) =>
    `${count} indicators are published by more than one city; none has figures of like dates to compare yet`,
  asOf: (day) => `as known on ${day}`,
  about:
    'Every figure bears its own date and certainty. Dimmed figures lie more than a year from those of the first city, or span a period of another length, and are left out of the median.',
  table: 'Indicators that the cities share',
  columns: { indicator: 'Indicator', median: 'Median', difference: (city) => `${city} against the median` },
  none: 'no figure',
  noMedian: 'too few to compare',
  ofCount: (count) => `of ${count} cities`,
  apart: { date: 'more than a year apart', span: 'period of another length' },
  territory: {
    before: (day) => `boundaries to ${day}`,
    after: (day) => `boundaries from ${day}`,
  },
  better: { higher: 'higher is better', lower: 'lower is better', within: 'to stay within limits' },
  goodSide: 'better',
  badSide: 'worse',
  same: 'at the median',
  saveCsv: 'Save CSV',
  empty: 'No shared indicator yet',
  emptyBody:
    'At least two cities must have published the same indicator. Whoever keeps the catalogue can add another city’s pack.',
  csv: {
    city: 'City',
    value: 'Value',
    measuredIn: 'Measured in',
    from: 'From',
    to: 'To',
    certainty: 'Certainty',
    published: 'Published',
    territory: 'Territory',
    median: 'Median',
    apart: 'Note on comparison',
  },
}
