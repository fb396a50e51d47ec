-- Known answers that were told are asked for like numbers: what they come under may be anything that sync knows.
ALTER TABLE figures RENAME TO figures_before;
CREATE TABLE figures(
  kind        TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  body        TEXT NOT NULL DEFAULT '',    -- JSON of model.quality or model.explained; empty: none came yet
  fetched     TEXT NOT NULL DEFAULT '',    -- ISO 8601 by this computer, for display only
  reason      TEXT NOT NULL DEFAULT '',    -- why the platform gave none, the last time
  wished      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(kind, campaign_id)
) STRICT, WITHOUT ROWID;
INSERT INTO figures SELECT kind, campaign_id, body, fetched, reason, wished FROM figures_before;
DROP TABLE figures_before;
