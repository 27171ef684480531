"""The plan office: what admins and chairs say."""
