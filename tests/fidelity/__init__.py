"""Whether what is shown is what was written: against the specifications, another parser, and the played document."""
