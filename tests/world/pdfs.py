"""Small files in PDF, written by hand: words at a place, rules and coloured boxes."""

from __future__ import annotations

from collections.abc import Sequence

HEIGHT, WIDTH = 842, 595


class Sheet:
    """A page. Places are counted from its left and its top, in points."""

    def __init__(self) -> None:
        self._drawn: list[str] = []

    def say(self, left: float, top: float, text: str, size: float = 10, bold: bool = False) -> None:
        font, held = ("F2" if bold else "F1"), text.encode("cp1252").hex()
        self._drawn.append(f"0 g BT /{font} {size} Tf 1 0 0 1 {left} {HEIGHT - top - size} Tm <{held}> Tj ET")

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self._drawn.append(f"0.5 w {left} {HEIGHT - top} m {right} {HEIGHT - bottom} l S")

    def box(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        self._drawn.append(f"{ink} rg {left} {HEIGHT - bottom} {right - left} {bottom - top} re f")

    def grid(self, columns: Sequence[float], rows: Sequence[float]) -> None:
        for top in rows:
            self.rule(columns[0], top, columns[-1], top)
        for left in columns:
            self.rule(left, rows[0], left, rows[-1])

    def held(self) -> bytes:
        return "\n".join(self._drawn).encode()


def pdf(*sheets: Sheet, locked: bool = False) -> bytes:
    """The file of some pages. A locked one has a password that nobody knows."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    for at, sheet in enumerate(sheets):
        resources = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {resources} /Contents {6 + 2 * at} 0 R >>"
        held = sheet.held()
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(held), held)]
    return _file(objects, locked)


def _file(objects: Sequence[bytes], locked: bool) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, held in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    begins = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (b"11" * 32, b"22" * 32)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock if locked else b"", begins)
    return bytes(out)
