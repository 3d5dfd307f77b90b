-- Joins a list of numbers with itself, again and again.
-- Held by: wall
WITH RECURSIVE d(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM d LIMIT 180) SELECT count(*) FROM d a, d b, d c WHERE a.n + b.n + c.n = 7
