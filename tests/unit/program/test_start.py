"""What the start of `serve` imports: nothing that only a file needs."""

from __future__ import annotations

import subprocess
import sys

IMPORTED = "import sys, bot.program.app; print(*(one for one in {names} if one in sys.modules))"
OF_FILES = ("docx", "matplotlib", "numpy", "openpyxl", "pdfplumber", "PIL")


def test_what_makes_and_reads_files_is_imported_only_once_a_file_is_made_or_read() -> None:
    code = f"import sys; sys.argv = ['milepost', '--version']; {IMPORTED.format(names=OF_FILES)}"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert told.stdout.split() == [], told.stderr
