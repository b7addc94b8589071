"""What is sold and for how much: Products, Prices, coupons, taxes."""
