"""What pays: PaymentMethods, tokens, cards and Sources, and the mandates behind them."""
