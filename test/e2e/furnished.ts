/** A house in the middle of its year: something is owed, begun, sent back, waits, is recognised. For looking at every screen of reporting. */
import type { Role } from '@laban/shared'
import type { Store } from '../../server/src/store/store.ts'
import { signIn } from '../people.ts'
import { department, ward } from './desk.ts'

type Write = <T = { id: string; version: number }>(procedure: string, input: unknown) => Promise<T>

/** A screen, and the cookie of who sees it; undefined: nobody is signed in. */
export type Screen = { name: string; path: string; cookie: string | undefined }

const text = {
  problem:
    'Người dân phản ánh ngập qua Tổng đài 1022 nhưng phường không biết điểm nào ngập lặp lại, nên nạo vét theo lịch chứ không theo nhu cầu.',
  decision: 'Ủy ban nhân dân phường quyết định đoạn cống nào được nạo vét trước mùa mưa.',
  method:
    'Ghép phản ánh của Tổng đài 1022 với bản đồ cống theo tuần; đoạn có từ ba phản ánh trở lên vào danh sách ưu tiên.',
  result: 'Sau một mùa mưa, số điểm ngập lặp lại giảm từ 12 còn 5; kinh phí nạo vét không tăng.',
}
const initiative = (title: string) => ({
  title,
  ...text,
  datasets: ['digital'],
  measure: 'Điểm ngập lặp lại',
  before: 12,
  after: 5,
  measuredIn: 'điểm',
  cost: 35,
  cooperation: 'Trung tâm Quản lý hạ tầng kỹ thuật',
  visibility: 'public',
})

export async function furnish(address: string, store: Store): Promise<Screen[]> {
  async function somebody(roles: Role[], scope: 'all' | string[] = 'all', name = 'Nguyễn Thị Ánh Nguyệt') {
    const { headers } = await signIn(store, { roles, scope, name })
    const write: Write = async <T>(procedure: string, input: unknown) => {
      const response = await fetch(`${address}/api/trpc/${procedure}`, {
        method: 'POST',
        headers: { ...headers, origin: address, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      const { result, error } = (await response.json()) as { result?: { data: T }; error?: unknown }
      if (!result) throw new Error(`${procedure}: ${JSON.stringify(error)}`)
      return result.data
    }
    return { cookie: headers.cookie, write }
  }
  const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear()
  const [byWard, byDepartment, reviewer, admin, auditor, steward, another, idle] = await Promise.all([
    somebody(['reporter'], [ward]),
    somebody(['reporter', 'head'], [department]),
    somebody(['reviewer']),
    somebody(['admin']),
    somebody(['auditor']),
    somebody(['steward']),
    somebody(['reporter'], ['hcmc_merged/van_phong_ubnd'], 'Người có tên rất dài để xem thanh trên cùng'),
    somebody(['analyst'], [ward]),
  ])
  const begin = async (who: typeof byWard, unit: string, title: string, more: object = {}) => {
    const { id } = await who.write('initiative.begin', { unit, year })
    const { version } = await who.write('initiative.save', {
      id,
      version: 1,
      content: { ...initiative(title), ...more },
    })
    return { id, version }
  }
  const submit = async (who: typeof byWard, { id, version }: { id: string; version: number }) => ({
    id,
    version: (await who.write('initiative.submit', { id, version })).version,
  })
  const decide = (made: { id: string; version: number }, more: object) =>
    reviewer.write('initiative.decide', { ...made, ...more })

  const recognised = await submit(byWard, await begin(byWard, ward, 'Nạo vét cống theo phản ánh của người dân'))
  await decide(recognised, { verdict: 'recognise' })
  const inside = {
    visibility: 'internal',
    cost: null,
    before: 4.5,
    after: 1.25,
    measuredIn: 'ngày',
    measure: 'Số ngày giải quyết một hồ sơ',
  }
  const title =
    'Dự báo lượng hồ sơ theo tuần để bố trí người tại bộ phận một cửa của các phường, xã, đặc khu sau sắp xếp đơn vị hành chính'
  const second = await submit(byDepartment, await begin(byDepartment, department, title, inside))
  await decide(second, { verdict: 'recognise' })
  const returned = await submit(byDepartment, await begin(byDepartment, department, 'Danh mục dữ liệu mở theo nhu cầu'))
  await decide(returned, {
    verdict: 'return',
    reasons: { result: 'Cần số đo trước và sau của cùng một kỳ', general: 'Ý tốt, cần thêm số liệu' },
  })
  const waiting = await submit(byWard, await begin(byWard, ward, 'Lịch lấy rác theo khối lượng thật'))

  const at = (duty: string, unit: string) => ({ duty, unit, period: '2026-Q3' })
  const formOf = (place: object) => `/returns/new?${new URLSearchParams(place as Record<string, string>).toString()}`
  const figure = (key: string, value: number | null, version = 0, note = '') => ({ figure: key, version, value, note })
  const byHand = at('thu-tuc-phuong-xa', ward)
  await byWard.write('return.save', {
    ...byHand,
    figures: [
      figure('received_online', 4120),
      figure('received_in_person', 980, 0, 'gồm cả bưu chính'),
      figure('resolved', 4900),
      figure('resolved_on_time', 5001),
    ],
  })
  const office = at('thu-tuc-thanh-pho', 'hcmc_merged/van_phong_ubnd')
  const { id } = await another.write('return.save', {
    ...office,
    figures: [
      figure('received_online', 750_000),
      figure('received_in_person', 250_000),
      figure('resolved', 900_000),
      figure('resolved_on_time', 899_000),
      figure('in_progress', 64_500, 0, 'chưa gồm hồ sơ của Công an Thành phố chuyển sang ngày cuối quý'),
    ],
  })
  await another.write('return.submit', { id })
  await reviewer.write('return.decide', {
    id,
    approve: [{ figure: 'resolved', version: 2 }],
    back: [
      { figure: 'resolved_on_time', version: 2, reason: 'Đối chiếu lại với Cổng dịch vụ công' },
      { figure: 'in_progress', version: 2, reason: 'Thiếu hồ sơ của Công an' },
    ],
  })
  await another.write('return.save', {
    ...office,
    figures: [figure('resolved_on_time', 880_000, 3), figure('in_progress', 66_000, 3)],
  })
  await another.write('return.submit', { id })

  const entry = {
    group: 'specialised',
    hosting: 'unit',
    security_level: '2',
    security_approved: 'no',
    standardised: 'no',
  }
  for (const [i, named] of ['Cơ sở dữ liệu hộ tịch điện tử', 'Cơ sở dữ liệu đất đai', 'Cổng dữ liệu mở'].entries()) {
    await byDepartment.write('register.enter', {
      register: 'databases',
      unit: department,
      content: {
        title: named,
        ...entry,
        ...(i === 1 ? { hosting: 'city_data_centre', standardised: 'yes' } : {}),
        ...(i === 2 ? { hosting: 'national_data_centre' } : { migration_date: `${year + 1}-03-31` }),
        connected_to_warehouse: i === 1 ? 'yes' : 'no',
        sharing: 'none',
      },
    })
  }
  const screen = (name: string, path: string, who?: { cookie: string }): Screen => ({ name, path, cookie: who?.cookie })
  return [
    screen('sign-in', '/sign-in'),
    screen('set-up', `/sign-in#setup-${'x'.repeat(43)}`),
    screen('inbox-nobody', '/inbox'),
    screen('account', '/account', byWard),
    screen('people', '/people', admin),
    screen('audit', '/audit', auditor),
    screen('inbox-owed', '/inbox', byWard),
    screen('inbox-department', '/inbox', byDepartment),
    screen('inbox-review', '/inbox', reviewer),
    screen('inbox-watch', '/inbox', steward),
    screen('inbox-analyst', '/inbox', idle),
    screen('gallery', '/initiatives', byDepartment),
    screen('coverage', '/initiatives?view=coverage', reviewer),
    screen('mine', '/initiatives?view=mine', byDepartment),
    screen('initiative-edit', `/initiatives/${returned.id}`, byDepartment),
    screen('initiative-review', `/initiatives/${waiting.id}`, reviewer),
    screen('initiative-sheet', `/initiatives/${recognised.id}`, byDepartment),
    screen('registers', '/registers', byDepartment),
    screen('return-edit', formOf(byHand), byWard),
    screen('return-review', formOf(office), reviewer),
    screen('return-submitted', formOf(office), another),
  ]
}
