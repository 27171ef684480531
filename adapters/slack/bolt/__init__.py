"""The requests of Slack as Bolt has them: the door, the app with its listeners, and the steps before them.

Outside this folder only `channel`, `socket` and `setup/install` import Bolt.
"""
