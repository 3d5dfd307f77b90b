-- Has a text written, by printf's other name.
-- Held by: functions
SELECT length(format('%10000d', 1))
