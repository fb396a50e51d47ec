"""What every process of a test run hears with."""
