-- When the content of a task came to an end of its use here: the platform's day (days since 1970) on which it was first
-- found finished. 0: not found finished yet; 1: finished on a day that is not known; -1: its content was cleared away.
-- What is older than the organisation or the person wants to keep goes by store/retention.py.
ALTER TABLE assignment ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
CREATE INDEX assignment_ended ON assignment(ended, position) WHERE ended > 0;
-- Which tasks show a file.
CREATE INDEX task_blob_file ON task_blob(sha256);
