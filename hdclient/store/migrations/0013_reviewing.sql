-- Review work. Sync writes review_item, mark and appeal and settles `said`; the person's side writes review_draft and
-- inserts into `said`: what reviewers and trainers say to each other, frozen, sent once by its id.
CREATE TABLE review_item(
  item_id       TEXT PRIMARY KEY,
  campaign_id   TEXT NOT NULL,
  kind          TEXT NOT NULL,
  rule          TEXT NOT NULL,
  task_id       TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  revision      INTEGER NOT NULL,
  edition       TEXT NOT NULL,             -- as the platform named it last
  state         TEXT NOT NULL DEFAULT 'held' CHECK(state IN ('held','done','gone')),
  position      INTEGER NOT NULL,          -- the most urgent first, as the platform listed them
  saved_until   TEXT NOT NULL DEFAULT '',  -- ISO 8601, for display only
  due           TEXT NOT NULL DEFAULT '',  -- ISO 8601, for display only: when an appeal must be judged
  excerpt       TEXT NOT NULL DEFAULT '',
  body_edition  TEXT NOT NULL DEFAULT '',  -- of `body`; another one than `edition`: it must be fetched
  body          BLOB
) STRICT;
CREATE INDEX review_item_state ON review_item(state, campaign_id, position);

CREATE TABLE review_draft(
  item_id TEXT PRIMARY KEY,
  updated TEXT NOT NULL,                   -- ISO 8601, for display only
  body    BLOB NOT NULL                    -- the session's state as canonical JSON
) STRICT;
CREATE TRIGGER review_draft_kept BEFORE DELETE ON review_draft
  BEGIN SELECT RAISE(ABORT, 'words are never deleted'); END;

CREATE TABLE said(
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  kind          TEXT NOT NULL,
  target        TEXT NOT NULL,             -- what its address names: a submission or an item; empty: nothing
  item_id       TEXT NOT NULL DEFAULT '',
  submission_id TEXT NOT NULL DEFAULT '',
  revision      INTEGER NOT NULL DEFAULT 0,
  body          BLOB NOT NULL,             -- the frozen bytes
  written       TEXT NOT NULL,             -- ISO 8601, for display only
  state         TEXT NOT NULL DEFAULT 'waiting' CHECK(state IN ('waiting','sent','refused','undone')),
  taken         INTEGER NOT NULL DEFAULT 0,  -- 1: it may have left this computer; there is no undo any more
  attempts      INTEGER NOT NULL DEFAULT 0,
  next_ms       INTEGER NOT NULL DEFAULT 0,  -- store time, never the wall clock
  why           TEXT NOT NULL DEFAULT '',  -- the platform's word for a refusal, as 'superseded'
  reason        TEXT NOT NULL DEFAULT '',  -- a sentence
  received      TEXT NOT NULL DEFAULT '',  -- the platform's clock
  put_away      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX said_waiting ON said(next_ms) WHERE state='waiting';
CREATE TRIGGER said_frozen BEFORE UPDATE OF id, kind, target, body ON said
  BEGIN SELECT RAISE(ABORT, 'what was said is not changed'); END;
CREATE TRIGGER said_kept BEFORE DELETE ON said BEGIN SELECT RAISE(ABORT, 'words are never deleted'); END;

CREATE TABLE mark(
  mark_id       TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL,
  arrived       INTEGER NOT NULL,
  body          BLOB NOT NULL
) STRICT;
CREATE INDEX mark_submission ON mark(submission_id);
CREATE TABLE appeal(
  appeal_id     TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL,
  revision      INTEGER NOT NULL,
  body          BLOB NOT NULL,
  read          INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX appeal_submission ON appeal(submission_id, revision);
