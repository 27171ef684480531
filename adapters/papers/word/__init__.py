"""Papers as Word documents: real headings, lists and tables, so that they are read out as well as they are seen."""
