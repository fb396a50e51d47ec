-- Numbers as the platform told them last, and which of them the person would like to have again. Can be lost at any time.
CREATE TABLE figures(
  kind        TEXT NOT NULL CHECK(kind IN ('quality','mirror')),
  campaign_id TEXT NOT NULL,
  body        TEXT NOT NULL DEFAULT '',    -- JSON of model.quality; empty: none came yet
  fetched     TEXT NOT NULL DEFAULT '',    -- ISO 8601 by this computer, for display only
  reason      TEXT NOT NULL DEFAULT '',    -- why the platform gave none, the last time
  wished      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(kind, campaign_id)
) STRICT, WITHOUT ROWID;
