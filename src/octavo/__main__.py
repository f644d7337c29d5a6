"""Let ``python -m octavo`` do what ``octavo`` does."""

from .cli import main

if __name__ == "__main__":
    main()
