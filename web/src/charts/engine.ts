/**
 * Owns which parts of ECharts are carried. Fetched only when a chart is on the screen.
 * Canvas rather than SVG: pictures for export use the page's own fonts, and no style attribute meets the content policy.
 */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, CanvasRenderer])

export { init }
