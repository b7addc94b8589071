"""PaymentIntents and Charges, from the first draft to the money that has moved."""
