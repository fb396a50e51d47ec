-- The platform's day on which a review item was first found done or gone; 0: it is held. 1 and -1 as in assignment.ended.
ALTER TABLE review_item ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
