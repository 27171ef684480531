"""The `milepost` command, also as `python -m bot`."""

import gc

# What is loaded stays until the end: to search it for dropped circles of objects again and again takes a sixth of a start.
gc.disable()

from bot.program.app import main  # noqa: E402 (not before the search is off)

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
