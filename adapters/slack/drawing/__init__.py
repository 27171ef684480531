"""The drawing of what Slack shows: pure, no network and no clock."""
