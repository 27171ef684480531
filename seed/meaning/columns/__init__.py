"""The meaning of each column of a table: by the words of its heading, and by what its cells hold."""
