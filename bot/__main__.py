"""`python -m bot`: the `milepost` command."""

from bot.program.app import main

main()
