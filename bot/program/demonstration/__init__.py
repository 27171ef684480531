"""The demo: invented people, and a clock that moves at the reader's word."""
