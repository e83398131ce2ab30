/** Owns choosing one of a few in the lab: the browser's own list, which is quick by keyboard and fits a phone. */
import { useId } from 'react'

type Props = {
  label: string
  value: string
  options: readonly { id: string; text: string }[]
  onChange: (id: string) => void
}

export function Picker({ label, value, options, onChange }: Props) {
  const id = useId()
  return (
    <div className="lab__picker">
      <label htmlFor={id} className="quiet tiny">
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  )
}
