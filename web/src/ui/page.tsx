/** Owns a page's beginning: its name, and one sentence in words that answers its question. */
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useWords } from '../words/words.ts'

type Props = { title: string; titleUnseen?: boolean; opening?: ReactNode; children: ReactNode }

export function Page({ title, titleUnseen = false, opening, children }: Props) {
  const { product } = useWords().shell
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
  return (
    <div className="page">
      <header className="page__head">
        <h1 className={titleUnseen ? 'unseen' : undefined}>{title}</h1>
        {opening && <p className="page__opening">{opening}</p>}
      </header>
      {children}
    </div>
  )
}
