/** Owns what a chart draws with: colours of the page, words and numbers in the reader's language. Charts know no language. */
import type { ComposeOption, GridComponentOption, MarkLineComponentOption, TooltipComponentOption } from './engine.ts'
import type { BarSeriesOption, LineSeriesOption } from './engine.ts'
import type { Day, Period, Status } from '@laban/shared'

export type ChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | GridComponentOption | TooltipComponentOption | MarkLineComponentOption
>
