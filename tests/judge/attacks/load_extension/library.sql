-- Loads a library.
-- Held by: functions
SELECT load_extension('libm.so.6')
