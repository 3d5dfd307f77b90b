-- Loads a library while it filters rows.
-- Held by: functions
SELECT a FROM t WHERE load_extension('libm.so.6') IS NULL
