/**
 * Owns links to where a figure stands: out of the house only to web addresses, and without telling them where the reader came from;
 * within it to the return that stated it.
 */
import type { ReactNode } from 'react'

const web = /^https?:\/\//i
const own = /^\/returns\/[\w-]+$/

export const Outside = ({ address, label, children }: { address: string; label: string; children: ReactNode }) =>
  web.test(address) ? (
    <a href={address} target="_blank" rel="noreferrer" title={label}>
      {children}
    </a>
  ) : own.test(address) ? (
    <a href={address}>{children}</a>
  ) : (
    children
  )
