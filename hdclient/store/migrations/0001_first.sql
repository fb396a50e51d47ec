-- The first schema. One encrypted file per (platform, person).
-- Who may write what: sync writes campaign, guideline, task, task_blob, assignment, blob, review, comment, stream,
-- quarantine, receipt and settles submission/outbox. The person's side writes drafts, inserts into outbox, and setting.

CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE campaign(
  campaign_id TEXT PRIMARY KEY,
  position    INTEGER NOT NULL,
  member      INTEGER NOT NULL DEFAULT 1,  -- 0: the platform no longer lists it; its work here stays visible
  body        BLOB NOT NULL
) STRICT;

CREATE TABLE guideline(
  campaign_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  body        BLOB NOT NULL,
  PRIMARY KEY(campaign_id, version)
) STRICT;

-- Bodies are immutable and live apart from mutable state: submits and lists touch narrow rows only.
CREATE TABLE task(
  task_id TEXT NOT NULL,
  rev     INTEGER NOT NULL,
  excerpt TEXT NOT NULL,           -- first words of the prompt, so that lists never read a body
  sha256  TEXT NOT NULL,
  body    BLOB NOT NULL,
  PRIMARY KEY(task_id, rev)
) STRICT;
CREATE TRIGGER task_immutable BEFORE UPDATE ON task BEGIN SELECT RAISE(ABORT, 'a task body is immutable'); END;

CREATE TABLE assignment(
  task_id        TEXT PRIMARY KEY,
  task_rev       INTEGER NOT NULL,
  campaign_id    TEXT NOT NULL,
  lease_id       TEXT NOT NULL,
  state          TEXT NOT NULL CHECK(state IN ('available','leased','done','expired','withdrawn','blocked')),
  blocked_reason TEXT NOT NULL DEFAULT '',
  lease          BLOB NOT NULL,               -- model.task.Lease as canonical JSON
  saved_until    TEXT NOT NULL DEFAULT '',    -- ISO 8601, for display only
  position       INTEGER NOT NULL             -- order in which tasks are offered
) STRICT;
CREATE INDEX assignment_next ON assignment(campaign_id, state, position);

CREATE TABLE blob(
  sha256     TEXT PRIMARY KEY,
  size       INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  state      TEXT NOT NULL CHECK(state IN ('missing','present','bad')),
  data       BLOB
) STRICT;
CREATE TABLE task_blob(
  task_id TEXT NOT NULL,
  rev     INTEGER NOT NULL,
  sha256  TEXT NOT NULL REFERENCES blob(sha256),
  PRIMARY KEY(task_id, rev, sha256)
) STRICT;

-- One row per revision of a submission; a draft is the row in state 'draft'. Narrow, and with few indexes: submitting
-- writes each page that is touched anew, encrypted, before the person may go on.
CREATE TABLE submission(
  id            INTEGER PRIMARY KEY,
  submission_id TEXT NOT NULL,
  revision      INTEGER NOT NULL CHECK(revision >= 1),
  task_id       TEXT NOT NULL,
  task_rev      INTEGER NOT NULL,  -- the draft is pinned to the task as it was when work began
  state         TEXT NOT NULL CHECK(state IN
                  ('draft','queued','sending','accepted','returned','refused','conflicted','orphaned')),
  live          INTEGER NOT NULL CHECK(live = (state IN ('draft','queued','sending'))),
  reason        TEXT NOT NULL DEFAULT '',
  put_away      INTEGER NOT NULL DEFAULT 0,  -- 1: the person has seen it and wants nothing more of it
  active_ms     INTEGER NOT NULL DEFAULT 0,
  size          INTEGER NOT NULL DEFAULT 0,  -- bytes of the body
  sha256        TEXT,
  created       TEXT NOT NULL,     -- ISO 8601, for display only
  updated       TEXT NOT NULL,     -- when the state changed
  sealed        TEXT,
  UNIQUE(submission_id, revision)
) STRICT;
CREATE UNIQUE INDEX one_live_submission ON submission(task_id) WHERE live = 1;
CREATE INDEX submission_task ON submission(task_id);
CREATE INDEX submission_waiting ON submission(updated)
  WHERE state IN ('returned','refused','conflicted','orphaned') AND put_away = 0;

-- The words of a submission: what the session saves, and what was sealed. The only place where they are.
CREATE TABLE words(
  id      INTEGER PRIMARY KEY REFERENCES submission(id),
  updated TEXT NOT NULL,     -- ISO 8601, for display only
  draft   BLOB NOT NULL,     -- session state as canonical JSON: answers, history, view, timing, flag
  body    BLOB               -- frozen bytes; NULL while a draft
) STRICT;
CREATE TRIGGER words_frozen BEFORE UPDATE ON words
  WHEN OLD.body IS NOT NULL AND (NEW.body IS NOT OLD.body OR NEW.draft IS NOT OLD.draft)
    AND (SELECT state FROM submission WHERE id = OLD.id) != 'draft'
  BEGIN SELECT RAISE(ABORT, 'a sealed submission is frozen'); END;
CREATE TRIGGER words_kept BEFORE DELETE ON words BEGIN SELECT RAISE(ABORT, 'words are never deleted'); END;

-- Sealed submissions on their way. The bytes are in words; a row is here exactly while the state is queued or sending,
-- so there is at most one per revision. Short, hence without an index but the order of sealing.
CREATE TABLE outbox(
  seq           INTEGER PRIMARY KEY,
  submission_id TEXT NOT NULL,
  revision      INTEGER NOT NULL,
  sha256        TEXT NOT NULL,
  size          INTEGER NOT NULL,             -- bytes of the body
  ready         INTEGER NOT NULL DEFAULT 0,   -- 0: still in the undo window
  taken         INTEGER NOT NULL DEFAULT 0,   -- 1: may have left this computer; there is no undo any more
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_ms       INTEGER NOT NULL DEFAULT 0,   -- store time (meta.elapsed_ms), never the wall clock
  last_error    TEXT NOT NULL DEFAULT '',
  hold          TEXT NOT NULL DEFAULT ''      -- reason why it waits for a person
) STRICT;
CREATE TRIGGER outbox_frozen BEFORE UPDATE OF submission_id, revision, sha256 ON outbox
  BEGIN SELECT RAISE(ABORT, 'a sealed submission is frozen'); END;

CREATE TABLE receipt(
  submission_id TEXT NOT NULL,
  revision      INTEGER NOT NULL,
  sha256        TEXT NOT NULL,
  body          BLOB NOT NULL,
  PRIMARY KEY(submission_id, revision)
) STRICT;

CREATE TABLE review(
  review_id     TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL,
  revision      INTEGER NOT NULL,
  arrived       INTEGER NOT NULL,            -- one count for reviews and comments: the order of the feed
  body          BLOB NOT NULL,
  read          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE comment(
  comment_id    TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL,
  revision      INTEGER NOT NULL,
  arrived       INTEGER NOT NULL,            -- one count for reviews and comments: the order of the feed
  body          BLOB NOT NULL,
  read          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX review_submission ON review(submission_id, revision);
CREATE INDEX comment_submission ON comment(submission_id, revision);

CREATE TABLE stream(name TEXT PRIMARY KEY, cursor TEXT NOT NULL, epoch TEXT NOT NULL) STRICT;
CREATE TABLE quarantine(
  id      INTEGER PRIMARY KEY,
  stream  TEXT NOT NULL,
  seq     INTEGER,
  raw     BLOB NOT NULL,
  reason  TEXT NOT NULL,
  version TEXT NOT NULL
) STRICT;
