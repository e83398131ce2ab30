/** Owns the picture of a breakdown for export: bars from zero, largest on top, name and value beside each. */
import { base, label } from '../axes.ts'
import type { ChartOption, Pen } from '../pen.ts'
import { ticksOf } from '../ticks.ts'
import type { Part } from './rows.ts'

/** CSS pixels that a picture of so many bars needs. */
export const rankedHeight = (count: number): number => Math.max(3, count) * 34 + 24

export function ranked(parts: readonly Part[], pen: Pen): ChartOption {
  const scale = ticksOf(
    parts.map(({ value }) => value),
    { fromZero: true },
  )
  return {
    ...base(pen, 90),
    xAxis: {
      type: 'value',
      ...scale,
      axisLabel: { show: false },
      splitLine: { show: false },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: parts.map(({ name }) => name),
      axisLine: { lineStyle: { color: pen.look.line } },
      axisTick: { show: false },
      axisLabel: {
        color: pen.look.ink,
        fontFamily: pen.look.font,
        fontSize: pen.look.size + 1,
        width: Math.min(320, pen.width * 0.4),
        overflow: 'break',
      },
    },
    series: [
      {
        id: 'parts',
        type: 'bar',
        silent: true,
        barMaxWidth: 18,
        data: parts.map(({ value, chosen }) => ({
          value,
          itemStyle: { color: chosen ? pen.look.accent : pen.look.faint },
          label: { ...label(pen, pen.look.ink), position: 'right' as const, formatter: () => pen.tick(value) },
        })),
      },
    ],
  }
}
