"""The platform's API as pydantic models, used by the client and by the reference platform alike."""
