-- Joins in a condition that is looked at for each row.
-- Held by: wall
WITH RECURSIVE d(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM d LIMIT 3000) SELECT count(*) FROM d WHERE (SELECT count(*) FROM d x WHERE x.n > d.n) > 0
