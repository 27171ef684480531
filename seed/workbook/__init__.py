"""A plan given back as a workbook in the form of its document, and the same workbook read when it comes back."""
