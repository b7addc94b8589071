"""Events on their way out: endpoints, deliveries, attempts, the retry schedule, the signature."""
