"""SetupIntents: a PaymentMethod made ready for later."""
