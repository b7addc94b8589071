"""What an account is as plain data: snapshots as JSON, and a durable journal in SQLite.

Nothing here can run code: what is read back is JSON, checked against the Structs that it becomes.
"""
