"""The control API under `/_sim`: everything that can be arranged, and everything that was seen.

JSON in, JSON out. The account is chosen as in the API itself, by its secret key. Each file holds
the calls about one thing; `everything` joins them, and `dispatch` is the door.
"""
