-- Makes a block of zeros.
-- Held by: functions
SELECT length(zeroblob(10000))
