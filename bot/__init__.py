"""The rules of Milepost: pure functions over frozen nouns, one desk, two rounds."""
