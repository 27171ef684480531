"""Papers as files: Word documents, workbooks and plain lines, drawn from plain values. Pure: no network, no clock."""
