"""The frame around the pages: window, navigation, status, palette, keys, notices."""
