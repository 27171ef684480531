"""The guard at the moment of entry, one file a rule: what stops words for good, and what is asked about gently.

`hard` puts together what stops, `soft` what is asked about. Every rule looks at words once, in time that grows as they do.
"""
