/** Owns the fields of forms: a name above, a hint and what is wrong below, tied together for those who listen. */
import type { ReactNode } from 'react'
import { useEffect, useId, useRef } from 'react'
import { Icon } from '../ui/icon.tsx'

type Frame = {
  title: ReactNode
  hint?: ReactNode
  /** What is wrong with it; shown and told. */
  fault?: string | undefined
  required?: boolean
  className?: string
}

function Framed({
  title,
  hint,
  fault,
  required,
  className,
  id,
  children,
}: Frame & { id: string; children: ReactNode }) {
  return (
    <div className={['slot', fault && 'slot--wrong', className].filter(Boolean).join(' ')}>
      <label htmlFor={id}>
        {title}
        {required && <span className="slot__required"> *</span>}
      </label>
      {children}
      {hint && (
        <p className="slot__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p className="slot__fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  )
}

const told = (id: string, { hint, fault }: Frame) =>
  [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined

type TextProps = Frame & {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  /** Several lines; the field grows with its text. */
  long?: boolean
  max?: number
  numeric?: boolean
  type?: 'text' | 'search'
  /** Takes the focus when it comes: for a field that was just called. */
  focus?: boolean
}

export function TextField({
  value,
  onChange,
  onBlur,
  long,
  max,
  numeric,
  type = 'text',
  focus = false,
  ...frame
}: TextProps) {
  const id = useId()
  const place = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focus) place.current?.focus()
  }, [focus])
  const shared = {
    id,
    value,
    onBlur,
    maxLength: max,
    'aria-describedby': told(id, frame),
    'aria-invalid': frame.fault ? true : undefined,
    'aria-required': frame.required,
  }
  return (
    <Framed {...frame} id={id}>
      {long ? (
        <textarea {...shared} rows={3} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...shared}
          ref={place}
          type={type}
          inputMode={numeric ? 'decimal' : undefined}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Framed>
  )
}

export type Option = { id: string; title: string }

type SelectProps = Frame & {
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  /** Shown while nothing is chosen; absent: something always is. */
  blank?: string
}

export function SelectField({ value, options, onChange, blank, ...frame }: SelectProps) {
  const id = useId()
  return (
    <Framed {...frame} id={id}>
      <span className="slot__select">
        <select
          id={id}
          value={value}
          aria-describedby={told(id, frame)}
          aria-invalid={frame.fault ? true : undefined}
          onChange={(event) => onChange(event.target.value)}
        >
          {blank !== undefined && <option value="">{blank}</option>}
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.title}
            </option>
          ))}
        </select>
        <Icon name="down" size={16} />
      </span>
    </Framed>
  )
}
