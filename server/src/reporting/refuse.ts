/** Owns the words with which reporting refuses a write. */
import type { Hindrance, Machine, Words } from '@laban/shared'
import { Failure, hindrance } from '@laban/shared'

export const unknownSubject = (vi: string, en: string): Failure =>
  new Failure('write/unknown-subject', { vi: `Không có ${vi} này`, en: `There is no such ${en}` })

/** Somebody else was faster; what the caller typed is still the caller's. */
export const conflict = (): Failure =>
  new Failure('write/conflict', {
    vi: 'Người khác vừa sửa nội dung này; hãy xem bản mới rồi quyết định giữ phần nào',
    en: 'Somebody else has just changed this; look at the new version and decide what to keep',
  })

export const incomplete = (words: Words): Failure => new Failure('input/refused', words)

const hindrances: Record<Hindrance, { code: 'write/not-now' | 'write/four-eyes' | 'input/refused'; words: Words }> = {
  state: {
    code: 'write/not-now',
    words: {
      vi: 'Không làm được việc này ở tình trạng hiện tại; hãy tải lại trang',
      en: 'This cannot be done in the present state; load the page again',
    },
  },
  reason: { code: 'input/refused', words: { vi: 'Cần ghi lý do', en: 'A reason is needed' } },
  'four-eyes': {
    code: 'write/four-eyes',
    words: {
      vi: 'Người gửi không được tự duyệt; cần người khác duyệt',
      en: 'Who submitted may not decide; somebody else must',
    },
  },
}

/** @throws Failure write/not-now, write/four-eyes, input/refused where the machine forbids the move */
export function checkMove<State extends string, Name extends string>(
  machine: Machine<State, Name>,
  name: Name,
  at: { state: State; by: string; submittedBy: string | null; reason?: string },
): void {
  const found = hindrance(machine, name, at)
  if (found) throw new Failure(hindrances[found].code, hindrances[found].words)
}
