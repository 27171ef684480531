"""The operator's tools to bring Milepost into Slack."""
