-- What the person has told those who run a campaign. Sent once, by its id; the text never changes after it was written.
CREATE TABLE note(
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  campaign_id TEXT NOT NULL,
  text        TEXT NOT NULL,
  written     TEXT NOT NULL,               -- ISO 8601, for display only
  state       TEXT NOT NULL DEFAULT 'waiting' CHECK(state IN ('waiting','sent','refused')),
  received    TEXT NOT NULL DEFAULT '',    -- the platform's clock
  reason      TEXT NOT NULL DEFAULT '',
  attempts    INTEGER NOT NULL DEFAULT 0,
  next_ms     INTEGER NOT NULL DEFAULT 0   -- store time, never the wall clock
) STRICT;
CREATE TRIGGER note_frozen BEFORE UPDATE OF id, campaign_id, text ON note
  BEGIN SELECT RAISE(ABORT, 'a note is not changed after it was written'); END;
CREATE TRIGGER note_kept BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'words are never deleted'); END;
