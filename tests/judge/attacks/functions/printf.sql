-- Has a text written as wide as one likes.
-- Held by: functions
SELECT length(printf('%.*c', 10000, 'x'))
