/** Owns telling those who reported what was decided: how many figures were approved, what came back and why. */
import type { Catalogue, Dataset, Duty, Reasons } from '@laban/shared'
import { initiativeFields, titleOf, unitOf } from '@laban/shared'
import { today } from '../reporting/clock.ts'
import type { InitiativeRow } from '../reporting/initiatives.ts'
import { contentOf } from '../reporting/initiatives.ts'
import type { Decision, ReturnPlace } from '../reporting/returns.ts'
import { figuresOfReturn } from '../reporting/returns.ts'
import type { Db } from '../store/connection.ts'
import { post } from './post.ts'
import { toldOf } from './reporters.ts'

type Telling = { catalogue: Catalogue; mails: boolean; by: string; at: string }

export async function tellReturn(
  trx: Db,
  { catalogue, mails, by, at }: Telling,
  {
    id,
    duty,
    dataset,
    place,
    decision: { approve, back },
  }: { id: string; duty: Duty; dataset: Dataset; place: ReturnPlace; decision: Decision },
): Promise<void> {
  const rows = await figuresOfReturn(trx, id)
  const also = [...approve, ...back].map(({ figure }) => rows.get(figure)?.submitted_by ?? null)
  const nameOf = (key: string) =>
    titleOf(
      duty.figures.find((figure) => figure.key === key)!,
      dataset,
    )
  await post(trx, {
    people: await toldOf(trx, catalogue, { unit: place.unit, also, but: by, day: today(Date.parse(at)) }),
    told: {
      kind: 'return-decided',
      title: duty.title,
      unit: unitOf(catalogue, place.unit).name,
      period: place.period,
      approved: approve.length,
      returned: back.map(({ figure, reason }) => ({ figure: nameOf(figure), reason })),
    },
    link: `/returns/${id}`,
    at,
    mails,
  })
}

const general = { vi: 'Góp ý chung', en: 'In general' }

export async function tellInitiative(
  trx: Db,
  { catalogue, mails, by, at }: Telling,
  { row, reasons }: { row: InitiativeRow; reasons: Reasons },
): Promise<void> {
  const about = { title: contentOf(row).title, unit: unitOf(catalogue, row.unit).name, year: row.year }
  const fieldOf = (name: string) =>
    name === 'general' ? general : initiativeFields[name as keyof typeof initiativeFields].title
  await post(trx, {
    people: await toldOf(trx, catalogue, {
      unit: row.unit,
      also: [row.submitted_by],
      but: by,
      day: today(Date.parse(at)),
    }),
    told:
      row.state === 'recognised'
        ? { kind: 'initiative-recognised', ...about }
        : {
            kind: 'initiative-returned',
            ...about,
            reasons: Object.entries(reasons).map(([field, reason]) => ({ field: fieldOf(field), reason })),
          },
    link: `/initiatives/${row.id}`,
    at,
    mails,
  })
}
