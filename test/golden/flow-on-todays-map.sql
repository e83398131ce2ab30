-- {"indicator":"money/firms","period":"2023","grain":"month","by":["unit:local"],"map":"today"}
-- $1 = "tiny", $2 = "tiny_merged", $3 = "ward", $4 = "commune", $5 = "special-zone", $6 = "tiny", $7 = "tiny_merged", $8 = "ward", $9 = "commune", $10 = "special-zone", $11 = "firms", $12 = "actual", $13 = "2023-01-01", $14 = "2023-12-31", $15 = "2024-12-28", $16 = "tiny", $17 = "tiny_merged", $18 = "ward", $19 = "commune", $20 = "special-zone"
SELECT 'of' AS part,
  COALESCE(x.to_unit, s.unit) AS unit,
  CAST(s.period_start AS VARCHAR) AS period_start,
  CAST(s.period_end AS VARCHAR) AS period_end,
  s.value * COALESCE(x.weight, 1) AS value,
  s.certainty AS certainty,
  s.rounding AS rounding,
  CAST(s.published AS VARCHAR) AS published,
  s.id AS id,
  s.source AS source,
  CASE WHEN x.extent = 'part' THEN s.value * COALESCE(x.weight, 1) ELSE 0 END AS estimated,
  CAST(x.needed AS INTEGER) AS needed,
  s.source_rank AS source_rank,
  s.unit AS of_unit,
  s.item AS item,
  s.stated AS stated,
  s.note AS note,
  CAST(s."source_of" AS VARCHAR) AS d0,
  CAST(s."basis" AS VARCHAR) AS d1
FROM "money" AS s
  LEFT JOIN (
    SELECT w.from_unit, w.to_unit, w.weight, w.extent, count(*) OVER (PARTITION BY w.to_unit, u.level) AS needed
    FROM crosswalk AS w JOIN dim_unit AS u ON u.unit = w.from_unit AND u.ancestor = w.from_unit
  ) AS x ON x.from_unit = s.unit
WHERE "item" IN ($11)
  AND "stated" IN ($12)
  AND "source_of" = ''
  AND "basis" = ''
  AND (unit IN (SELECT unit FROM dim_unit WHERE ancestor IN ($1, $2) AND level IN ($3, $4, $5)) OR unit IN (SELECT from_unit FROM crosswalk WHERE to_unit IN (SELECT unit FROM dim_unit WHERE ancestor IN ($6, $7) AND level IN ($8, $9, $10))))
  AND period_end >= CAST($13 AS DATE)
  AND period_end <= CAST($14 AS DATE)
  AND published <= CAST($15 AS DATE)
  AND COALESCE(x.to_unit, s.unit) IN (SELECT unit FROM dim_unit WHERE ancestor IN ($16, $17) AND level IN ($18, $19, $20))
