"""Drawing of the page: what a sheet says as HTML, and charts as SVG. Pure: no wire, no clock."""
