-- Has something happen in secret.
-- Held by: authorizer
CREATE TEMP TRIGGER x BEFORE UPDATE ON t BEGIN SELECT 1; END
