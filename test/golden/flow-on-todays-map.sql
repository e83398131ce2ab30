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
  CAST(s.n AS INTEGER) AS n,
  s.low * COALESCE(x.weight, 1) AS low,
  s.high * COALESCE(x.weight, 1) AS high,
  s.earlier_low * COALESCE(x.weight, 1) AS earlier_low,
  s.earlier_high * COALESCE(x.weight, 1) AS earlier_high,
  CASE WHEN x.extent = 'part' THEN s.value * COALESCE(x.weight, 1) ELSE 0 END AS estimated,
  CAST(x.needed AS INTEGER) AS needed
FROM (
  SELECT *, count(*) OVER cell AS n,
    min(CASE WHEN published >= chosen_published THEN value END) OVER cell AS low, max(CASE WHEN published >= chosen_published THEN value END) OVER cell AS high,
    min(CASE WHEN published < chosen_published THEN value END) OVER cell AS earlier_low, max(CASE WHEN published < chosen_published THEN value END) OVER cell AS earlier_high
  FROM (
    SELECT *, row_number() OVER preference AS place, first_value(published) OVER preference AS chosen_published
    FROM "money"
    WHERE "item" IN ($11)
        AND "stated" IN ($12)
        AND "source_of" = ''
        AND "basis" = ''
        AND (unit IN (SELECT unit FROM dim_unit WHERE ancestor IN ($1, $2) AND level IN ($3, $4, $5)) OR unit IN (SELECT from_unit FROM crosswalk WHERE to_unit IN (SELECT unit FROM dim_unit WHERE ancestor IN ($6, $7) AND level IN ($8, $9, $10))))
        AND period_end >= CAST($13 AS DATE)
        AND period_end <= CAST($14 AS DATE)
        AND published <= CAST($15 AS DATE)
    WINDOW preference AS (
      PARTITION BY item, stated, unit, period_start, period_end, "source_of", "basis"
      ORDER BY CASE certainty WHEN 'doubtful' THEN 0 WHEN 'inferred' THEN 1 WHEN 'estimate' THEN 2 WHEN 'provisional' THEN 3 WHEN 'actual' THEN 4 WHEN 'settled' THEN 5 END DESC, CASE rounding WHEN 'exact' THEN 0 ELSE 1 END, published DESC, source_rank DESC, id
    )
  ) AS ranked
  WINDOW cell AS (PARTITION BY item, stated, unit, period_start, period_end, "source_of", "basis")
) AS s
  LEFT JOIN (
    SELECT w.from_unit, w.to_unit, w.weight, w.extent, count(*) OVER (PARTITION BY w.to_unit, u.level) AS needed
    FROM crosswalk AS w JOIN dim_unit AS u ON u.unit = w.from_unit AND u.ancestor = w.from_unit
  ) AS x ON x.from_unit = s.unit
WHERE s.place = 1 AND COALESCE(x.to_unit, s.unit) IN (SELECT unit FROM dim_unit WHERE ancestor IN ($16, $17) AND level IN ($18, $19, $20))
