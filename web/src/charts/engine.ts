/**
 * Owns which parts of ECharts are carried. Fetched only when a chart is on the screen.
 * Canvas rather than SVG: pictures for export use the page's own fonts, and no style attribute meets the content policy.
 */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

/** As `init` of ECharts. The parts are registered here, not on load: the bundle drops what a module merely does. */
export const start: typeof init = (...given) => {
  use([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, CanvasRenderer])
  return init(...given)
}
