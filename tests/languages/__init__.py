"""What the program says in its languages: the catalogues, and the screens in pseudo and from right to left."""
