"""The board's cycle, its business and its papers, as they are spoken of."""
