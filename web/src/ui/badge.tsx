/** Owns the rare words beside a figure that say how far it may be trusted. */
import type { Mark } from '@laban/shared'
import type { ReactNode } from 'react'
import { useWords } from '../words/words.ts'

export const Badge = ({ children, title }: { children: ReactNode; title?: string }) => (
  <span className="badge" title={title}>
    {children}
  </span>
)

export function Marks({ marks }: { marks: readonly Mark[] }) {
  const words = useWords().status.marks
  return marks.map((mark) => <Badge key={mark}>{words[mark]}</Badge>)
}
