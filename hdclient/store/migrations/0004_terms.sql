-- When leases end, by the monotonic clock, so that it is known after a restart without a network too. `era` names what
-- that clock counts from (the start of the computer): under another one the numbers mean nothing until the platform's
-- next list.
ALTER TABLE assignment ADD COLUMN era       TEXT NOT NULL DEFAULT '';
ALTER TABLE assignment ADD COLUMN ends_ms   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assignment ADD COLUMN life_ms   INTEGER NOT NULL DEFAULT 0;  -- all of its time when it was given; 0: do not renew
ALTER TABLE assignment ADD COLUMN latest_ms INTEGER;                     -- what renewing can make of it; NULL: not said
ALTER TABLE assignment ADD COLUMN wish      TEXT NOT NULL DEFAULT '' CHECK(wish IN ('','asked','refused')); -- more time
-- The lease that a draft was begun under (model.task.Lease): what is required and the order shown do not change under it.
ALTER TABLE submission ADD COLUMN lease BLOB;
