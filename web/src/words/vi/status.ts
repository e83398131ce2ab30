/** Status in Vietnamese: the word on screen and what it means. */
import { statusWords } from '@laban/shared'

export const status = {
  'on-track': statusWords['on-track'].vi,
  behind: statusWords.behind.vi,
  'off-track': statusWords['off-track'].vi,
  'no-data': statusWords['no-data'].vi,
  late: statusWords.late.vi,
  untargeted: statusWords.untargeted.vi,
  meaning: {
    'on-track': 'Đạt từ 95% mức kế hoạch tính đến ngày số liệu',
    behind: 'Đạt từ 85% đến dưới 95% mức kế hoạch tính đến ngày số liệu',
    'off-track': 'Đạt dưới 85% mức kế hoạch tính đến ngày số liệu',
    'no-data': 'Chưa có số liệu nào được công bố',
    late: 'Đã quá hạn phải có số liệu mới',
    untargeted: 'Có số liệu nhưng chưa có mục tiêu đến hạn để đối chiếu',
  },
  marks: {
    simulated: 'mô phỏng',
    estimate: 'ước',
    provisional: 'tạm tính',
    rounded: 'số làm tròn',
    conflict: 'mâu thuẫn nguồn',
    revised: 'đã điều chỉnh',
    printed: 'tỷ lệ theo công bố',
    'new-boundary': 'ranh giới mới',
    recut: 'quy đổi ranh giới',
  },
}
