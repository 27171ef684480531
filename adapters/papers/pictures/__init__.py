"""Pictures in papers, as PNG. Pure: no display, no network, no clock. The same chart gives the same bytes."""
