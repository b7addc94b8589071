"""What goes wrong between a shop and Stripe: one fault a file, and plans that say when."""
