-- What has come back is told without a list of states: SQLite builds a table of such a list whenever a row's state changes,
-- which took every submit as long as writing the row.
DROP INDEX submission_waiting;
CREATE INDEX submission_waiting ON submission(updated) WHERE live = 0 AND state <> 'accepted' AND put_away = 0;
