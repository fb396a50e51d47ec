-- What the content engine has made of sources, so that a start needs no parser. May be dropped at any time: it can be
-- made again. `key` is a hash of kind, source and engine.
CREATE TABLE prepared(
  key    BLOB PRIMARY KEY,
  engine TEXT NOT NULL,
  size   INTEGER NOT NULL,  -- bytes of data, so that adding up reads no data
  used   INTEGER NOT NULL,  -- counts up; the lowest goes first
  data   BLOB NOT NULL
) STRICT;
CREATE INDEX prepared_used ON prepared(used, size);
