"""What Slack shows: pure, no network and no clock."""
