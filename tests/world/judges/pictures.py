"""Draws cards in Chromium as Teams' own host configuration has them: `python -m tests.world.judges.pictures [FOLDER]`.

Into a folder goes everything, in both themes and at both widths; without one, what the README shows goes into docs/.
The renderer is Microsoft's own (npm adaptivecards); the frame and the buttons imitate Teams'. Without charts, so their fallbacks show.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from adapters.teams.drawing import forms
from adapters.teams.drawing import messages as teams_messages
from tests.world.judges import shown
from tests.world.judges.teams import HERE, INSTALLED, Json, plain_card

DOCS = Path(__file__).parents[3] / "docs"
FOR_THE_README = (
    "teams-nudge-wide-light",
    "teams-form-wide-light",
)
WIDTHS = {"wide": 660, "phone": 320}
PAINT = {"light": ("#f5f5f5", "#ffffff", "#242424", "#d1d1d1", "#5b5fc7"), "dark": ("#1f1f1f", "#292929", "#ffffff", "#666666", "#7f85f5")}
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 12px; background: BACK; font-family: "Segoe UI", "DejaVu Sans", sans-serif; width: WIDTHpx; box-sizing: border-box; }
#card { background: CARD; border: 1px solid LINE; border-radius: 6px; padding: 4px; }
.ac-pushButton { font: 600 13px "Segoe UI", "DejaVu Sans", sans-serif; padding: 6px 14px; border-radius: 4px; border: 1px solid LINE;
  background: CARD; color: TEXT; margin: 2px 0; }
.ac-pushButton.style-positive { background: ACCENT; border-color: ACCENT; color: #fff; }
.ac-pushButton.style-destructive { background: #c4314b; border-color: #c4314b; color: #fff; } .ac-richTextBlock { overflow-wrap: anywhere; }
.ac-input, select, textarea { font: 14px "Segoe UI", "DejaVu Sans", sans-serif; padding: 6px 8px; border: 1px solid LINE; border-radius: 4px;
  background: BACK; color: TEXT; box-sizing: border-box; width: 100%; }
.ac-input-container input[type=radio] { width: auto; } .ac-anchor { color: ACCENT; } textarea { min-height: 60px; }
table { width: 100%; } label { color: TEXT; } .ac-choiceSetInput-expanded { border: 0; background: none; padding: 0; }
</style><div id="card"></div>"""
DRAW = """([card, host]) => {
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(host);
  drawn.parse(card);
  document.getElementById("card").appendChild(drawn.render());
}"""


def cards() -> dict[str, Json]:
    """The cards worth a picture, by name."""
    one, many = shown.form("2.1.3"), shown.form(*shown.REFS)
    answers, faults = shown.mistaken(one)
    messages = {"nudge": shown.nudge(), "answered": shown.answered(), "digest": teams_messages.parts(shown.weekly())[0]}
    return {
        **{name: teams_messages.card(message) for name, message in messages.items()},
        "form": forms.form_card(one, {}, {}),
        "fault": forms.form_card(one, answers, faults),
        "forms": forms.form_card(many, {"2.7.1.status": "green"}, {}),
    }


def draw(browser: Browser, card: Json, theme: str, width: int, file: Path) -> None:
    """One card in one theme at one width."""
    host = json.loads((HERE / "data" / f"teams-{theme}.json").read_text(encoding="utf-8"))
    html = PAGE.replace("WIDTH", str(width))
    for name, colour in zip(("BACK", "CARD", "TEXT", "LINE", "ACCENT"), PAINT[theme], strict=True):
        html = html.replace(name, colour)
    page = browser.new_page(viewport={"width": width, "height": 200}, device_scale_factor=1.5)
    page.set_content(html)
    page.add_script_tag(path=str(INSTALLED))
    page.evaluate(DRAW, [plain_card(card), host])
    page.screenshot(path=str(file), full_page=True)
    page.close()


def main(folder: Path, names: tuple[str, ...]) -> None:
    """Every card, in both themes and at both widths, or only the pictures named."""
    subprocess.run(["sh", str(HERE / "install.sh")], check=True)
    folder.mkdir(exist_ok=True, parents=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, card in cards().items():
            for theme in PAINT:
                for width, pixels in WIDTHS.items():
                    picture = f"teams-{name}-{width}-{theme}"
                    if not names or picture in names:
                        draw(browser, card, theme, pixels, folder / f"{picture}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), ()) if sys.argv[1:] else main(DOCS, FOR_THE_README)
