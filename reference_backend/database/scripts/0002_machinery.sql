-- The machinery: events that came in, work that waits, and what Stripe was asked to do.

-- The body is kept as it was signed, byte for byte.
CREATE TABLE webhook_events (
    id          text CONSTRAINT an_event_is_kept_once PRIMARY KEY,
    type        text NOT NULL,
    body        bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE jobs (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL,
    subject    text NOT NULL,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'parked')),
    run_at     timestamptz NOT NULL DEFAULT now(),
    attempts   integer NOT NULL DEFAULT 0,
    worker     integer,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now()
);
-- Asking twice for work that still waits is asking once.
CREATE UNIQUE INDEX one_waiting_job_per_subject ON jobs (kind, subject) WHERE state = 'waiting';
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_running ON jobs (worker) WHERE state = 'running';
CREATE INDEX jobs_by_subject ON jobs (subject);

-- Each running worker holds an advisory lock on its number: see jobs.py.
CREATE SEQUENCE worker_numbers AS integer CYCLE;

-- One row for each thing that the shop means Stripe to do, written before it is asked.
CREATE TABLE intentions (
    purpose    text PRIMARY KEY,
    key        text NOT NULL UNIQUE,
    state      text NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'done', 'refused', 'in_doubt')),
    attempts   integer NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX intentions_in_doubt ON intentions (updated_at) WHERE state = 'in_doubt';

-- Settings that every process must see at once (the webhook secret of a test run).
CREATE TABLE runtime_settings (
    name  text PRIMARY KEY,
    value text NOT NULL
);
