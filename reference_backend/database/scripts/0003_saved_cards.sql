-- Cards that shoppers let us keep, and holds that are renewed with them.

ALTER TABLE carts ADD COLUMN user_id text REFERENCES users;

-- keeps_card: the shopper agreed that the card is kept, and charged while they are away.
-- renews: the payment whose hold this one is to replace, before that expires.
ALTER TABLE payments
    ADD COLUMN keeps_card boolean NOT NULL DEFAULT false,
    ADD COLUMN payment_method_id text,
    ADD COLUMN renews text REFERENCES payments;

-- Who finds a hold near its end renews it once, however many come.
CREATE UNIQUE INDEX one_renewal_at_a_time ON payments (renews)
    WHERE renews IS NOT NULL AND NOT superfluous;
