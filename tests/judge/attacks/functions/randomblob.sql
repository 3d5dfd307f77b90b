-- Makes a block of chance.
-- Held by: functions
SELECT length(randomblob(10000))
