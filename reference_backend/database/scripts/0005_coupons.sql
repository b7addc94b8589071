-- A coupon takes so much off a cart, so many times and no more, whatever the code does.
CREATE TABLE coupons (
    code             text PRIMARY KEY,
    currency         text NOT NULL,
    amount_off_minor bigint NOT NULL CHECK (amount_off_minor > 0),
    uses_max         integer NOT NULL CHECK (uses_max > 0),
    uses             integer NOT NULL DEFAULT 0 CHECK (uses >= 0),
    CONSTRAINT no_coupon_is_overspent CHECK (uses <= uses_max)
);
ALTER TABLE carts ADD COLUMN coupon text REFERENCES coupons;
ALTER TABLE orders ADD COLUMN coupon text REFERENCES coupons;
