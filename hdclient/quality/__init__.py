"""Agreement, preference, gold, time and spend: one definition each, for client and platform. Arrives with issue 7."""
