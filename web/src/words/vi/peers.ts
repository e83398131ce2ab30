/** Words of the peers page, in Vietnamese. */
export const peers = {
  title: 'So sánh các thành phố',
  opening: (home: string, good: number, of: number) => `${home} tốt hơn trung vị ở ${good} trên ${of} chỉ tiêu so được`,
  openingNone: (count: number) =>
    `${count} chỉ tiêu được nhiều thành phố công bố; chưa chỉ tiêu nào có số liệu cùng thời điểm để so`,
  asOf: (day: string) => `như đã biết ngày ${day}`,
  about:
    'Mỗi số mang ngày và độ chắc chắn của riêng nó. Số mờ cách số của thành phố đầu bảng hơn một năm hoặc khác độ dài kỳ, nên không tính vào trung vị.',
  table: 'Chỉ tiêu chung của các thành phố',
  columns: { indicator: 'Chỉ tiêu', median: 'Trung vị', difference: (city: string) => `${city} so với trung vị` },
  none: 'không có số',
  noMedian: 'không đủ số để so',
  ofCount: (count: number) => `của ${count} thành phố`,
  apart: { date: 'cách hơn một năm', span: 'khác độ dài kỳ' },
  territory: {
    before: (day: string) => `địa giới đến ${day}`,
    after: (day: string) => `địa giới từ ${day}`,
  },
  better: { higher: 'càng cao càng tốt', lower: 'càng thấp càng tốt', within: 'giữ trong mức cho phép' },
  goodSide: 'tốt hơn',
  badSide: 'kém hơn',
  same: 'ngang trung vị',
  saveCsv: 'Tải CSV',
  empty: 'Chưa có chỉ tiêu chung',
  emptyBody:
    'Cần ít nhất hai thành phố công bố cùng một chỉ tiêu. Người quản trị danh mục có thể bổ sung gói số liệu của thành phố khác.',
  csv: {
    city: 'Thành phố',
    value: 'Giá trị',
    measuredIn: 'Đơn vị tính',
    from: 'Từ ngày',
    to: 'Đến ngày',
    certainty: 'Độ chắc chắn',
    published: 'Công bố',
    territory: 'Địa giới',
    median: 'Trung vị',
    apart: 'Ghi chú so sánh',
  },
}
