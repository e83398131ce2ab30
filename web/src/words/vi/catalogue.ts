/** Words of the catalogue page, in Vietnamese. */
export const catalogue = {
  title: 'Danh mục chỉ tiêu',
}
