"""What an operator needs to bring Milepost into Slack."""
