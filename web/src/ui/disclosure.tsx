/** Owns what is shown on request: the browser's own element, so that it works by keyboard, in search and without script. */
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

type Props = { title: ReactNode; open?: boolean; children: ReactNode; onToggle?: (open: boolean) => void }

export const Disclosure = ({ title, open, children, onToggle }: Props) => (
  <details className="disclosure" open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
    <summary>
      <Icon name="chevron" size={16} />
      {title}
    </summary>
    {children}
  </details>
)
