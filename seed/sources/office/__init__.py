"""The inside of Office files: what the readers of workbooks and of Word documents look into."""
