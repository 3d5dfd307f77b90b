-- Searches a text that doubles itself to a megabyte.
-- Held by: length
WITH RECURSIVE r(n, x) AS (SELECT 1, 'ab' UNION ALL SELECT n + 1, x || x FROM r WHERE n < 20) SELECT instr(x, 'ba') FROM r ORDER BY n DESC LIMIT 1
