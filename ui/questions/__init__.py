"""One widget per question kind."""
