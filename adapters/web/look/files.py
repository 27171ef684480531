"""The files of the look, as a browser is given them."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from adapters.web.look.colours import status_css

HERE = Path(__file__).parent
STATUS = "status.css"  # made of the table of looks, and no file
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
FILES = (STATUS, *sorted(file.name for file in HERE.iterdir() if file.suffix in KINDS))


def given(name: str) -> web.Response:
    """Return one of the files."""
    if name == STATUS:
        return web.Response(text=status_css(), content_type=KINDS[".css"], charset="utf-8")
    return sent(HERE / name)


def sent(file: Path) -> web.Response:
    """Return a file of a page: a style sheet, a script, a picture or letters."""
    charset = None if file.suffix == ".woff2" else "utf-8"
    return web.Response(body=file.read_bytes(), content_type=KINDS[file.suffix], charset=charset)
