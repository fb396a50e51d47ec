-- How much was ever written here: one row, counted up by every transaction that changes anything. The same numbers are
-- kept in a file of their own beside the store (store/high_water.py); a store that has less was put back.
CREATE TABLE high_water(
  one     INTEGER PRIMARY KEY CHECK(one = 1),
  changes INTEGER NOT NULL,   -- transactions
  seals   INTEGER NOT NULL    -- submissions that were sealed, undone ones too
) STRICT;
INSERT INTO high_water VALUES(1, 0, 0);
