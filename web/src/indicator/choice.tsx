/** Owns choosing one of a few: a list that opens, by keyboard and by touch. */
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import { Icon } from '../ui/icon.tsx'

type Props = {
  label: string
  options: readonly { id: string; text: string }[]
  value: string
  onChange: (id: string) => void
}

export const Choice = ({ label, options, value, onChange }: Props) => (
  <Select className="pick-one no-print" selectedKey={value} onSelectionChange={(key) => onChange(String(key))}>
    <Label className="quiet small">{label}</Label>
    <Button className="button">
      <SelectValue />
      <Icon name="down" size={14} />
    </Button>
    <Popover className="pick-one__list">
      <ListBox items={options}>
        {({ id, text }) => (
          <ListBoxItem id={id} className="pick-one__item" textValue={text}>
            {text}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
)
