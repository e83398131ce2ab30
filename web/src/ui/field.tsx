/** Owns a field of a form: its name above, what is expected below, whatever takes the input between. */
import type { ReactNode } from 'react'
import './form.css'

export const Field = ({ label, about, children }: { label: ReactNode; about?: ReactNode; children: ReactNode }) => (
  // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the control is among the children
  <label className="field">
    <span className="field__label">{label}</span>
    {children}
    {about && <span className="field__about">{about}</span>}
  </label>
)
