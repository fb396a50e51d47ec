-- Which sensitive tasks the person looked at, to keep to the limits of campaigns and their own. Never sent; older than
-- some days, it is forgotten. How long ago it was is told by three clocks, none of them the wall clock.
CREATE TABLE exposure(
  id           INTEGER PRIMARY KEY,
  task_id      TEXT NOT NULL,
  campaign_id  TEXT NOT NULL,
  categories   TEXT NOT NULL,     -- JSON list
  elapsed_ms   INTEGER NOT NULL,  -- store time
  era          TEXT NOT NULL,
  monotonic_ms INTEGER NOT NULL,  -- in this era
  platform_ms  INTEGER            -- the platform's clock; NULL until it is known
) STRICT;
-- The first words of a prompt that is covered are shown nowhere.
UPDATE task SET excerpt='' WHERE coalesce(json_extract(CAST(body AS TEXT), '$.content_warning'), '')<>'';
