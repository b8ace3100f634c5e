"""``python -m tigang``: the command line."""

from tigang.cli import main

if __name__ == "__main__":
    main()
