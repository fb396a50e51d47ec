-- Which versions of a guideline this person has worked under ('begun', never sent) and has read (sent once, by its id).
CREATE TABLE reading(
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  campaign_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  at          TEXT NOT NULL,               -- ISO 8601, for display only
  state       TEXT NOT NULL DEFAULT 'waiting' CHECK(state IN ('begun','waiting','sent','refused')),
  received    TEXT NOT NULL DEFAULT '',    -- the platform's clock
  reason      TEXT NOT NULL DEFAULT '',
  attempts    INTEGER NOT NULL DEFAULT 0,
  next_ms     INTEGER NOT NULL DEFAULT 0,  -- store time, never the wall clock
  UNIQUE(campaign_id, version)
) STRICT;
CREATE TRIGGER reading_kept BEFORE DELETE ON reading
  BEGIN SELECT RAISE(ABORT, 'what a person has said to have read is never deleted'); END;
