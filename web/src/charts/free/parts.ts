/** Owns which further parts of ECharts free charts carry. Fetched with the first of them. */
import { HeatmapChart, ScatterChart } from 'echarts/charts'
import { LegendComponent, VisualMapComponent } from 'echarts/components'
import { use } from 'echarts/core'

/** The parts are registered here, not on load: the bundle drops what a module merely does. */
export const register = (): void => use([HeatmapChart, ScatterChart, LegendComponent, VisualMapComponent])
