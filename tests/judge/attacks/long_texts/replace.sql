-- Makes each character of a text many.
-- Held by: length
WITH big(x) AS (SELECT hex(hex(hex(hex(hex(hex(hex(hex(hex('0123456789')))))))))) SELECT length(replace(x, '3', '33333333')) FROM big
