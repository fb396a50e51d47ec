"""One file per kind of platform. `base.Backend` is the contract; all implementations run the same contract suite."""
