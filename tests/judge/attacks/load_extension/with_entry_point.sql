-- Loads a library and names where to begin.
-- Held by: functions
SELECT load_extension('libm.so.6', 'sin')
