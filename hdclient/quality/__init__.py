"""Agreement, preference, gold, time, spend: one definition each, for client and platform. Still to come."""
