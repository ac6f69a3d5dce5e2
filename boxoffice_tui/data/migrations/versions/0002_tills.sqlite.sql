CREATE TABLE till_session (
    id INTEGER NOT NULL,
    till_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    opened_at DATETIME NOT NULL,
    opened_by INTEGER NOT NULL,
    closed_at DATETIME,
    closed_by INTEGER,
    expected_minor BIGINT,
    counted_minor BIGINT,
    counts JSON NOT NULL,
    CONSTRAINT pk_till_session PRIMARY KEY (id),
    CONSTRAINT ck_till_session_number_whole CHECK (typeof(number) IN ('integer', 'null')),
    CONSTRAINT ck_till_session_expected_minor_whole CHECK (typeof(expected_minor) IN ('integer', 'null')),
    CONSTRAINT ck_till_session_counted_minor_whole CHECK (typeof(counted_minor) IN ('integer', 'null')),
    CONSTRAINT fk_till_session_till_id FOREIGN KEY(till_id) REFERENCES till (id),
    CONSTRAINT uq_till_session_number UNIQUE (number),
    CONSTRAINT fk_till_session_opened_by FOREIGN KEY(opened_by) REFERENCES operator (id),
    CONSTRAINT fk_till_session_closed_by FOREIGN KEY(closed_by) REFERENCES operator (id)
)
;;
CREATE INDEX ix_till_session_till_id_opened_at ON till_session (till_id, opened_at)
;;
CREATE UNIQUE INDEX uq_till_session_open ON till_session (till_id) WHERE closed_at IS NULL
;;
CREATE TABLE cash_movement (
    id INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    movement_id INTEGER NOT NULL,
    amount_minor BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    operator_id INTEGER NOT NULL,
    CONSTRAINT pk_cash_movement PRIMARY KEY (id),
    CONSTRAINT ck_cash_movement_not_zero CHECK (amount_minor <> 0),
    CONSTRAINT ck_cash_movement_amount_minor_whole CHECK (typeof(amount_minor) IN ('integer', 'null')),
    CONSTRAINT fk_cash_movement_session_id FOREIGN KEY(session_id) REFERENCES till_session (id),
    CONSTRAINT uq_cash_movement_movement_id UNIQUE (movement_id),
    CONSTRAINT fk_cash_movement_movement_id FOREIGN KEY(movement_id) REFERENCES movement (id),
    CONSTRAINT fk_cash_movement_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE INDEX ix_cash_movement_session_id ON cash_movement (session_id)
;;
CREATE TABLE closing (
    id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    at DATETIME NOT NULL,
    operator_id INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    head_hash VARCHAR NOT NULL,
    total_minor BIGINT NOT NULL,
    perpetual_minor BIGINT NOT NULL,
    totals JSON NOT NULL,
    previous VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    CONSTRAINT pk_closing PRIMARY KEY (id),
    CONSTRAINT uq_closing_kind_number UNIQUE (kind, number),
    CONSTRAINT ck_closing_number_whole CHECK (typeof(number) IN ('integer', 'null')),
    CONSTRAINT ck_closing_first_seq_whole CHECK (typeof(first_seq) IN ('integer', 'null')),
    CONSTRAINT ck_closing_last_seq_whole CHECK (typeof(last_seq) IN ('integer', 'null')),
    CONSTRAINT ck_closing_total_minor_whole CHECK (typeof(total_minor) IN ('integer', 'null')),
    CONSTRAINT ck_closing_perpetual_minor_whole CHECK (typeof(perpetual_minor) IN ('integer', 'null')),
    CONSTRAINT ck_closing_closingkind CHECK (kind IN ('day', 'month', 'year')),
    CONSTRAINT fk_closing_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
ALTER TABLE payment ADD COLUMN session_id INTEGER CONSTRAINT fk_payment_session_id REFERENCES till_session (id)
;;
CREATE INDEX ix_payment_session_id ON payment (session_id)
;;
CREATE TRIGGER closing_no_update BEFORE UPDATE ON closing BEGIN
    SELECT RAISE(ABORT, 'closing is append-only');
END
;;
CREATE TRIGGER closing_no_delete BEFORE DELETE ON closing BEGIN
    SELECT RAISE(ABORT, 'closing is append-only');
END
;;
