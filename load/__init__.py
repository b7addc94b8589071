"""Many webhooks at once, at a real shop; and what is true of the money afterwards."""
