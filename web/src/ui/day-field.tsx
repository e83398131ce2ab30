/** Owns a day that is typed: day, month, year in the reader's own order, whatever language the browser speaks. */
import type { DateValue } from '@internationalized/date'
import { parseDate } from '@internationalized/date'
import { isDay } from '@laban/shared'
import { DateField, DateInput, DateSegment, I18nProvider, Label, Text } from 'react-aria-components'
import { useState } from 'react'
import { useLang } from '../words/words.ts'
import './day-field.css'

type Props = {
  title: string
  hint?: string | undefined
  /** What is wrong with it; shown and told. */
  fault?: string | undefined
  required?: boolean
  /** `2026-11-26`; empty: none. */
  value: string
  onChange: (day: string) => void
}

export function DayField({ title, hint, fault, required = false, value, onChange }: Props) {
  const lang = useLang()
  // The year 2 on the way to 2026: shown, and nobody else's business.
  const [half, keepHalf] = useState<DateValue | null>(null)
  const change = (day: DateValue | null) => {
    const text = day?.toString() ?? ''
    const isWhole = day === null || isDay(text)
    keepHalf(isWhole ? null : day)
    if (isWhole) onChange(text)
  }
  return (
    <I18nProvider locale={lang === 'vi' ? 'vi-VN' : 'en-GB'}>
      <DateField
        className="day"
        value={half ?? (isDay(value) ? parseDate(value) : null)}
        onChange={change}
        isInvalid={fault !== undefined}
        isRequired={required}
        validationBehavior="aria"
      >
        <Label className="day__title">
          {title}
          {required && <span className="slot__required"> *</span>}
        </Label>
        <DateInput className="day__input">
          {(segment) => <DateSegment segment={segment} className="day__part" />}
        </DateInput>
        {hint && (
          <Text slot="description" className="day__hint">
            {hint}
          </Text>
        )}
        {fault && (
          <Text slot="errorMessage" className="day__fault">
            {fault}
          </Text>
        )}
      </DateField>
    </I18nProvider>
  )
}
