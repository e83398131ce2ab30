/** Owns generated projects: who builds what where, few large ones and many small. The large ones that the press names keep their codes. */
import type { Unit } from '@laban/shared'
import { subtreeOf, unitOf } from '@laban/shared'
import { part, salted } from './chance.ts'
import type { Land } from './places.ts'

export type Project = {
  index: number
  /** Its code where the contract names it, otherwise its title. */
  title: string
  named: boolean
  owner: string
  capital: string
  group: 'A' | 'B' | 'C'
  weight: number
  /** Unit in which it lies before the borders changed, the city or former province above that, and the unit after. */
  before: string
  root: string
  after: string
}

/** Investment owner -> usual share of the plan, and how much of it is central capital. */
export const owners: Record<string, [share: number, central: number]> = {
  transport_works_pmb: [0.2, 0.25],
  urban_infrastructure_pmb: [0.1, 0.08],
  urban_railway_board: [0.06, 0.2],
  hi_tech_agriculture_park_board: [0.005, 0.02],
  civil_industrial_pmb: [0.14, 0.05],
  regional_boards: [0.25, 0.03],
  local_units: [0.04, 0.01],
  departments: [0.075, 0.06],
}

/** Projects named by the contract: owner, capital, usual share of the plan. */
export const named: Record<string, [owner: string, capital: string, share: number]> = {
  an_phu_interchange: ['transport_works_pmb', 'local', 0.006],
  anti_flooding_phase_1: ['urban_infrastructure_pmb', 'local', 0.01],
  binh_tien_bridge_and_road: ['transport_works_pmb', 'local', 0.004],
  duong_quang_ham_street: ['transport_works_pmb', 'local', 0.005],
  hcmc_moc_bai_expressway: ['transport_works_pmb', 'central', 0.01],
  hcmc_moc_bai_expressway_component_2: ['transport_works_pmb', 'local', 0.008],
  luong_dinh_cua_street: ['transport_works_pmb', 'local', 0.002],
  metro_line_1: ['urban_railway_board', 'local', 0.012],
  metro_line_2: ['urban_railway_board', 'local', 0.01],
  nam_ly_bridge: ['transport_works_pmb', 'local', 0.002],
  national_road_50: ['transport_works_pmb', 'central', 0.004],
  new_children_hospital: ['civil_industrial_pmb', 'local', 0.002],
  nguyen_khoi_bridge: ['transport_works_pmb', 'local', 0.005],
  nguyen_van_linh_nguyen_huu_tho_underpass: ['transport_works_pmb', 'local', 0.003],
  planning_exhibition_centre: ['civil_industrial_pmb', 'local', 0.001],
  ring_road_2_two_components: ['transport_works_pmb', 'local', 0.006],
  ring_road_3: ['transport_works_pmb', 'central', 0.02],
  ring_road_3_component_1: ['transport_works_pmb', 'local', 0.02],
  ring_road_3_component_2: ['transport_works_pmb', 'local', 0.02],
  tham_luong_ben_cat_canal: ['urban_infrastructure_pmb', 'local', 0.012],
  urban_sanitation_environment_phase_2: ['urban_infrastructure_pmb', 'central', 0.01],
  van_thanh_canal: ['urban_infrastructure_pmb', 'local', 0.003],
  xuyen_tam_canal: ['urban_infrastructure_pmb', 'local', 0.012],
}

const kinds: Record<string, string[]> = {
  transport_works_pmb: ['Mở rộng đường trục', 'Xây dựng cầu', 'Nâng cấp nút giao'],
  urban_infrastructure_pmb: ['Cải tạo rạch', 'Hệ thống thoát nước', 'Chống ngập khu vực'],
  urban_railway_board: ['Kết nối nhà ga', 'Di dời hạ tầng kỹ thuật tuyến metro tại'],
  hi_tech_agriculture_park_board: ['Hạ tầng khu nông nghiệp công nghệ cao tại'],
  civil_industrial_pmb: ['Xây mới bệnh viện', 'Trường trung học phổ thông', 'Trung tâm văn hóa'],
  regional_boards: ['Nâng cấp đường', 'Trường tiểu học', 'Trường trung học cơ sở', 'Kè bờ sông', 'Trạm y tế'],
  local_units: ['Cải tạo hẻm', 'Vỉa hè, cây xanh', 'Nhà văn hóa'],
  departments: ['Mua sắm thiết bị', 'Cải tạo trụ sở', 'Hạ tầng số'],
}

const nearness = (a: Unit, b: Unit): number =>
  a.lon === null || a.lat === null || b.lon === null || b.lat === null
    ? Infinity
    : (a.lon - b.lon) ** 2 + (a.lat - b.lat) ** 2

/** Where a project may lie: each unit of before with those of after that are nearest to it. */
function grounds(land: Land): { before: string; root: string; after: Unit[] }[] {
  const { catalogue, city } = land
  const last = city.units.at(-1)!
  const within = (root: string) => {
    const below = subtreeOf(catalogue, root)
    return land.units.filter(({ id }) => below.has(id))
  }
  const after = within(last)
  if (city.units.length === 1) return after.map((unit) => ({ before: unit.id, root: last, after: [unit] }))
  const old = city.units.slice(0, -1).flatMap((root) =>
    within(root)
      .filter(({ validTo }) => validTo === null || validTo === unitOf(catalogue, root).validTo)
      .map((unit) => ({ unit, root })),
  )
  const homes = [...old, ...land.joined.map((root) => ({ unit: unitOf(catalogue, root), root }))]
  const near = Map.groupBy(after, (unit) =>
    homes.reduce((best, { unit: home }, i) => (nearness(unit, home) < nearness(unit, homes[best]!.unit) ? i : best), 0),
  )
  return homes.map(({ unit, root }, i) => ({ before: unit.id, root, after: near.get(i) ?? after }))
}

/**
 * Every owner has projects of both capitals in every territory that has figures of its own.
 * @param pinned  units that have
 */
export function makeProjects(land: Land, pinned: ReadonlySet<string>, count: number, seed: number): Project[] {
  const places = grounds(land)
  const must = places.filter(
    ({ before, root }, i) =>
      pinned.has(before) ||
      before === root ||
      places.findIndex((one) => one.root === root && !pinned.has(one.before)) === i,
  )
  const pairs = Object.entries(owners).flatMap(([owner, [weight]]) =>
    ['local', 'central'].map((capital) => ({ owner, capital, weight: capital === 'central' ? weight * 0.2 : weight })),
  )
  const projects: Project[] = []
  const add = (owner: string, capital: string, ground: (typeof places)[number], title?: string) => {
    const index = projects.length
    const salt = salted(title ?? owner, seed)
    const at = ground.after[Math.floor(part(index, salt) * ground.after.length)]!
    const luck = part(index, salt + 1)
    // Few large ones: the upper end of a Pareto law, cut off.
    const weight = title ? 1 : Math.min(60, (1 - luck) ** -0.9)
    const list = kinds[owner]!
    projects.push({
      index,
      title: title ?? `${list[index % list.length]!} ${at.short.vi} (DA-${String(index + 1).padStart(4, '0')})`,
      named: title !== undefined,
      owner,
      capital,
      group: title !== undefined || weight > 14 ? 'A' : weight > 2.4 ? 'B' : 'C',
      weight,
      before: ground.before,
      root: ground.root,
      after: at.id,
    })
  }
  const old = places.filter(({ before }) => !pinned.has(before))
  const inCity = old.filter(({ root }) => root === land.city.units[0])
  Object.entries(named).forEach(([title, [owner, capital]], i) => {
    const choice = inCity.length ? inCity : old
    add(owner, capital, choice[Math.floor(part(i, seed + 17) * choice.length)]!, title)
  })
  for (const { owner, capital } of pairs) for (const ground of must) add(owner, capital, ground)
  const sum = pairs.reduce((total, { weight }) => total + weight, 0)
  const most = places.reduce((total, { before }) => total + (land.weights.get(before) ?? 4), 0)
  for (let i = projects.length; i < count; i++) {
    const pair = pick(pairs, part(i, seed + 3) * sum, ({ weight }) => weight)
    const ground = pick(places, part(i, seed + 5) * most, ({ before }) => land.weights.get(before) ?? 4)
    add(pair.owner, pair.capital, ground)
  }
  return projects
}

function pick<T>(from: readonly T[], at: number, weight: (one: T) => number): T {
  let left = at
  return from.find((one) => (left -= weight(one)) < 0) ?? from.at(-1)!
}
