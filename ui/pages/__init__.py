"""One module per page. Pages compose widgets and hold a session; they know no store, no network."""
