-- Has something happen at each insert.
-- Held by: authorizer
CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END
