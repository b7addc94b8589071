-- The shop: what it sells, to whom, and what was paid.
-- Rule: what must never happen is forbidden here, whatever the code does.

CREATE TABLE products (
    sku        text PRIMARY KEY CHECK (sku <> ''),
    title      text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE prices (
    sku               text NOT NULL REFERENCES products,
    currency          text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
    unit_amount_minor bigint NOT NULL CHECK (unit_amount_minor > 0),
    PRIMARY KEY (sku, currency)
);

-- stocked: on the shelf, what is reserved included. sold: gone to a shopper.
CREATE TABLE stock (
    sku               text PRIMARY KEY REFERENCES products,
    initial_quantity  integer NOT NULL,
    stocked_quantity  integer NOT NULL,
    reserved_quantity integer NOT NULL DEFAULT 0,
    sold_quantity     integer NOT NULL DEFAULT 0,
    CONSTRAINT stock_is_never_negative
        CHECK (stocked_quantity >= 0 AND reserved_quantity >= 0 AND sold_quantity >= 0),
    CONSTRAINT only_what_is_stocked_is_reserved CHECK (reserved_quantity <= stocked_quantity),
    CONSTRAINT stock_is_conserved CHECK (stocked_quantity + sold_quantity = initial_quantity)
);

-- The holder is a cart or an order ('cart_…', 'order_…'): reserving twice for it changes nothing.
CREATE TABLE reservations (
    holder     text NOT NULL,
    sku        text NOT NULL REFERENCES stock,
    quantity   integer NOT NULL CHECK (quantity > 0),
    expires_at timestamptz,
    PRIMARY KEY (holder, sku)
);

CREATE TABLE users (
    id                 text PRIMARY KEY,
    email              text NOT NULL UNIQUE,
    stripe_customer_id text UNIQUE,
    created_at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE carts (
    id          text PRIMARY KEY,
    currency    text NOT NULL,
    email       text,
    total_minor bigint NOT NULL CHECK (total_minor > 0),
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE cart_lines (
    cart_id           text NOT NULL REFERENCES carts ON DELETE CASCADE,
    sku               text NOT NULL REFERENCES products,
    title             text NOT NULL,
    quantity          integer NOT NULL CHECK (quantity > 0),
    unit_amount_minor bigint NOT NULL CHECK (unit_amount_minor > 0),
    PRIMARY KEY (cart_id, sku)
);

CREATE TABLE orders (
    id             text PRIMARY KEY,
    number         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    flow           text NOT NULL CHECK (flow IN ('cart', 'mobile', 'hosted', 'webhook')),
    state          text NOT NULL CHECK (state IN ('pending', 'placed', 'cancelled')),
    payment_status text NOT NULL CHECK (payment_status IN
        ('pending', 'awaiting', 'processing', 'captured', 'paid', 'failed', 'cancelled', 'refunded')),
    currency       text NOT NULL,
    total_minor    bigint NOT NULL CHECK (total_minor > 0),
    email          text,
    user_id        text REFERENCES users,
    cart_id        text,
    version        integer NOT NULL DEFAULT 1,
    grace_ends_at  timestamptz,
    failure_reason text,
    disputed       boolean NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);

-- A cart becomes one order; one that was called off leaves the cart free for another try.
CREATE UNIQUE INDEX one_order_per_cart ON orders (cart_id)
    WHERE cart_id IS NOT NULL AND state <> 'cancelled';
CREATE INDEX orders_newest_first ON orders (created_at DESC);
CREATE INDEX orders_awaiting ON orders (grace_ends_at) WHERE payment_status = 'awaiting';

CREATE TABLE order_lines (
    order_id          text NOT NULL REFERENCES orders,
    sku               text NOT NULL REFERENCES products,
    title             text NOT NULL,
    quantity          integer NOT NULL CHECK (quantity > 0),
    unit_amount_minor bigint NOT NULL CHECK (unit_amount_minor > 0),
    PRIMARY KEY (order_id, sku)
);

-- What happened to an order, in order; effects that may happen once only are unique.
CREATE TABLE order_events (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id text NOT NULL REFERENCES orders,
    name     text NOT NULL,
    detail   jsonb NOT NULL DEFAULT '{}',
    at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX order_events_by_order ON order_events (order_id, id);
CREATE UNIQUE INDEX effects_happen_once ON order_events (order_id, name)
    WHERE name IN ('created', 'paid', 'stock_decremented', 'fulfilled', 'order.payment_captured');

-- One row for each PaymentIntent, written before Stripe is asked to make it.
CREATE TABLE payments (
    id                text PRIMARY KEY,
    flow              text NOT NULL,
    order_id          text REFERENCES orders,
    cart_id           text REFERENCES carts,
    payment_intent_id text,
    capture_method    text NOT NULL,
    currency          text NOT NULL,
    amount_minor      bigint NOT NULL CHECK (amount_minor > 0),
    lines             jsonb NOT NULL DEFAULT '[]',
    status            text NOT NULL DEFAULT 'planned',
    capturable_minor  bigint NOT NULL DEFAULT 0,
    captured_minor    bigint NOT NULL DEFAULT 0,
    charge_id         text,
    capture_before    timestamptz,
    failure           text,
    attempt           integer NOT NULL DEFAULT 0,
    superfluous       boolean NOT NULL DEFAULT false,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT one_payment_per_payment_intent UNIQUE (payment_intent_id)
);
CREATE INDEX payments_by_order ON payments (order_id);
CREATE INDEX payments_by_cart ON payments (cart_id);
CREATE UNIQUE INDEX one_good_payment_per_order ON payments (order_id)
    WHERE order_id IS NOT NULL AND NOT superfluous
      AND status IN ('requires_capture', 'processing', 'succeeded');

-- One row for each hosted checkout, written before Stripe is asked to open it.
CREATE TABLE checkout_sessions (
    order_id       text NOT NULL REFERENCES orders,
    generation     integer NOT NULL,
    id             text UNIQUE,
    url            text,
    status         text NOT NULL DEFAULT 'planned'
        CHECK (status IN ('planned', 'open', 'complete', 'expired')),
    payment_status text NOT NULL DEFAULT 'unpaid',
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (order_id, generation)
);
-- What is open can be paid; two open sessions of one order could both be.
CREATE UNIQUE INDEX one_open_session_per_order ON checkout_sessions (order_id)
    WHERE status IN ('planned', 'open');

CREATE TABLE refunds (
    id               text PRIMARY KEY,
    payment_id       text NOT NULL REFERENCES payments,
    amount_minor     bigint NOT NULL CHECK (amount_minor > 0),
    reason           text NOT NULL,
    state            text NOT NULL DEFAULT 'requested',
    stripe_refund_id text UNIQUE,
    request_key      text UNIQUE,
    failure          text,
    created_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX refunds_by_payment ON refunds (payment_id);

CREATE TABLE disputes (
    id           text PRIMARY KEY,
    order_id     text REFERENCES orders,
    payment_id   text REFERENCES payments,
    amount_minor bigint NOT NULL,
    reason       text NOT NULL,
    status       text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE alerts (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind     text NOT NULL,
    subject  text NOT NULL,
    message  text NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (kind, subject, message)
);
