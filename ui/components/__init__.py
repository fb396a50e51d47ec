"""Small widgets that know nothing of tasks."""
