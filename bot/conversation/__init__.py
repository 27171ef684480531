"""The conversation: Milepost is spoken to. One thing said comes in, one reply goes out."""
