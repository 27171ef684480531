"""axe-core, the judge of pages: what of WCAG 2.2 AA, and of its own good practice, a page breaks."""

from __future__ import annotations

from playwright.async_api import Page

from tests.world.judges.teams import HERE

AXE = HERE.parents[2] / ".judges" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const found = await axe.run({ resultTypes: ["violations"] });
  return found.violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


async def complaints(page: Page) -> list[str]:
    """Return a sentence for each fault on the page as it is drawn now."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[str] = await page.evaluate(RUN)
    return found
