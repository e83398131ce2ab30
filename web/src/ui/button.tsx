/** Owns plain buttons. A button is a verb; what it opens may be loaded when it is pressed. */
import type { ComponentProps } from 'react'

type Props = ComponentProps<'button'> & { look?: 'main' | 'bare' }

export const Button = ({ look, className, ...rest }: Props) => (
  <button
    type="button"
    {...rest}
    className={['button', look && `button--${look}`, className].filter(Boolean).join(' ')}
  />
)
