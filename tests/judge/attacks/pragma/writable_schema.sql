-- Makes the schema writable.
-- Held by: authorizer
PRAGMA writable_schema = ON
