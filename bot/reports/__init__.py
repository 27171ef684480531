"""Reports: what is told of one plan as a whole. Facts first, then a message or a paper."""
