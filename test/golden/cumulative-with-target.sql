-- {"indicator":"money/revenue","period":"2024","compare":["target","last-year"]}
-- $1 = "tiny", $2 = "tiny_merged", $3 = "revenue", $4 = "actual", $5 = "2023-01-01", $6 = "2024-12-31", $7 = "2024-12-28"
SELECT 'of' AS part,
  s.unit AS unit,
  CAST(s.period_start AS VARCHAR) AS period_start,
  CAST(s.period_end AS VARCHAR) AS period_end,
  s.value AS value,
  s.certainty AS certainty,
  s.rounding AS rounding,
  CAST(s.published AS VARCHAR) AS published,
  s.id AS id,
  s.source AS source,
  CAST(s.n AS INTEGER) AS n,
  s.low AS low,
  s.high AS high,
  s.earlier_low AS earlier_low,
  s.earlier_high AS earlier_high
FROM (
  SELECT *, count(*) OVER cell AS n,
    min(CASE WHEN published >= chosen_published THEN value END) OVER cell AS low, max(CASE WHEN published >= chosen_published THEN value END) OVER cell AS high,
    min(CASE WHEN published < chosen_published THEN value END) OVER cell AS earlier_low, max(CASE WHEN published < chosen_published THEN value END) OVER cell AS earlier_high
  FROM (
    SELECT *, row_number() OVER preference AS place, first_value(published) OVER preference AS chosen_published
    FROM "money"
    WHERE "item" IN ($3)
        AND "stated" IN ($4)
        AND "source_of" = ''
        AND "basis" = ''
        AND unit IN ($1, $2)
        AND extract(month FROM period_start) = 1 AND extract(day FROM period_start) = 1
        AND (extract(year FROM period_end) * 12 + extract(month FROM period_end)) <= (extract(year FROM period_start) * 12 + extract(month FROM period_start)) + 11
        AND period_end >= CAST($5 AS DATE)
        AND period_end <= CAST($6 AS DATE)
        AND published <= CAST($7 AS DATE)
    WINDOW preference AS (
      PARTITION BY item, stated, unit, period_start, period_end, "source_of", "basis"
      ORDER BY CASE certainty WHEN 'doubtful' THEN 0 WHEN 'inferred' THEN 1 WHEN 'estimate' THEN 2 WHEN 'provisional' THEN 3 WHEN 'actual' THEN 4 WHEN 'settled' THEN 5 END DESC, CASE rounding WHEN 'exact' THEN 0 ELSE 1 END, published DESC, source_rank DESC, id
    )
  ) AS ranked
  WINDOW cell AS (PARTITION BY item, stated, unit, period_start, period_end, "source_of", "basis")
) AS s
WHERE s.place = 1
