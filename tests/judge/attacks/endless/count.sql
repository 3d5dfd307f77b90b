-- Counts on and on.
-- Held by: wall
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 2500000) SELECT count(*) FROM r
