"""Connected accounts: opened, verified, and what they may do."""
