"""Money after the payment: balance, refunds, disputes, payouts, transfers."""
