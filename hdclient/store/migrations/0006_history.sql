-- What happened to each task on this computer: ids, kinds, counts and times, never content. Each hash covers the line
-- before (hdclient/model/chain.py). Lines are only ever added.
CREATE TABLE event_log(
  task_id TEXT NOT NULL,
  n       INTEGER NOT NULL,
  line    BLOB NOT NULL,     -- canonical JSON of all but the hash
  hash    BLOB NOT NULL,
  PRIMARY KEY(task_id, n)
) STRICT, WITHOUT ROWID;     -- one page is touched by a submit, not two
CREATE TRIGGER event_log_kept BEFORE UPDATE ON event_log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;

-- Earlier states of drafts, for the person to go back to. As many as the campaign's policy says (store/journal.py).
CREATE TABLE draft_version(
  id         INTEGER PRIMARY KEY,
  work       INTEGER NOT NULL REFERENCES submission(id),
  saved      TEXT NOT NULL,     -- ISO 8601, for display only
  elapsed_ms INTEGER NOT NULL,  -- store time
  reason     TEXT NOT NULL,
  size       INTEGER NOT NULL,
  draft      BLOB NOT NULL      -- answers and flag, canonical JSON
) STRICT;
CREATE INDEX draft_version_work ON draft_version(work);
