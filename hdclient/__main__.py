"""`python -m hdclient`."""

from hdclient.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
