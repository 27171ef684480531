"""The world around Milepost breaks: its database, its disk, its platform, its clock. What people hear meanwhile is true."""
