"""The screens, in Qt. They import hdclient, never the other way round."""
