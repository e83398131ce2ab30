/** Owns links that leave the house: only to web addresses, and without telling them where the reader came from. */
import type { ReactNode } from 'react'

const web = /^https?:\/\//i

export const Outside = ({ address, label, children }: { address: string; label: string; children: ReactNode }) =>
  web.test(address) ? (
    <a href={address} target="_blank" rel="noreferrer" title={label}>
      {children}
    </a>
  ) : (
    children
  )
