-- Lifts the limit of pages.
-- Held by: authorizer
PRAGMA max_page_count = 1000000000
