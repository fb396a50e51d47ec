-- The log in the order in which it is written. Kept by task, a new line went between old ones, and every second submit
-- moved the lines of its neighbours: ten pages to be written and synced instead of six.
CREATE TABLE event_log_in_order(
  id      INTEGER PRIMARY KEY,
  task_id TEXT NOT NULL,
  n       INTEGER NOT NULL,
  line    BLOB NOT NULL,     -- canonical JSON of all but the hash
  hash    BLOB NOT NULL
) STRICT;
INSERT INTO event_log_in_order(task_id, n, line, hash) SELECT task_id, n, line, hash FROM event_log ORDER BY task_id, n;
DROP TABLE event_log;
ALTER TABLE event_log_in_order RENAME TO event_log;
CREATE UNIQUE INDEX event_log_line ON event_log(task_id, n);
CREATE TRIGGER event_log_kept BEFORE UPDATE ON event_log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
