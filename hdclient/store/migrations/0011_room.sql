-- Empty bytes that a draft keeps for what sealing adds to its row, so that nobody waits while the rows beside it are moved
-- to other pages: half of the submits wrote three pages more. NULL once it is sealed.
ALTER TABLE words ADD COLUMN room BLOB;
