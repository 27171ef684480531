"""Workbooks: the facts of each as sheets of rows."""
