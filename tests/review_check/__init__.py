"""`make review-check`: anchors, a whole campaign of review work, blindness, quality numbers."""
