"""What a test payment is made with, and who stands behind it.

The cards and bank accounts that Stripe's documentation names, how their issuers answer, and the
words in which they refuse.
"""
