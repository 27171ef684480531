"""`milepost report` and `milepost stocktake`: papers drawn on this machine."""
