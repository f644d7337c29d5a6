"""Let ``python -m octavo`` do what ``octavo`` does."""

from .cli.main import main

if __name__ == "__main__":
    main()
