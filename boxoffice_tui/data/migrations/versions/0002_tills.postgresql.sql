CREATE TABLE till_session (
    id SERIAL NOT NULL,
    till_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_by INTEGER NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by INTEGER,
    expected_minor BIGINT,
    counted_minor BIGINT,
    counts JSON NOT NULL,
    CONSTRAINT pk_till_session PRIMARY KEY (id),
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
    id SERIAL NOT NULL,
    session_id INTEGER NOT NULL,
    movement_id INTEGER NOT NULL,
    amount_minor BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    operator_id INTEGER NOT NULL,
    CONSTRAINT pk_cash_movement PRIMARY KEY (id),
    CONSTRAINT ck_cash_movement_not_zero CHECK (amount_minor <> 0),
    CONSTRAINT fk_cash_movement_session_id FOREIGN KEY(session_id) REFERENCES till_session (id),
    CONSTRAINT uq_cash_movement_movement_id UNIQUE (movement_id),
    CONSTRAINT fk_cash_movement_movement_id FOREIGN KEY(movement_id) REFERENCES movement (id),
    CONSTRAINT fk_cash_movement_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE INDEX ix_cash_movement_session_id ON cash_movement (session_id)
;;
CREATE TABLE closing (
    id SERIAL NOT NULL,
    kind VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
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
    CONSTRAINT ck_closing_closingkind CHECK (kind IN ('day', 'month', 'year')),
    CONSTRAINT fk_closing_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
ALTER TABLE payment ADD COLUMN session_id INTEGER CONSTRAINT fk_payment_session_id REFERENCES till_session (id)
;;
CREATE INDEX ix_payment_session_id ON payment (session_id)
;;
ALTER TABLE movement ALTER COLUMN order_id DROP NOT NULL
;;
ALTER TABLE entry ALTER COLUMN order_id DROP NOT NULL
;;
ALTER TABLE movement DROP CONSTRAINT ck_movement_movementkind
;;
ALTER TABLE entry DROP CONSTRAINT ck_entry_account
;;
ALTER TABLE movement ADD CONSTRAINT ck_movement_movementkind CHECK (movement.kind IN ('sale', 'fee', 'cancellation', 'payment', 'refund', 'float', 'cash_in', 'cash_out', 'difference', 'emptying'))
;;
ALTER TABLE entry ADD CONSTRAINT ck_entry_account CHECK (entry.account IN ('sales', 'receivable', 'till', 'safe', 'differences'))
;;
CREATE TRIGGER closing_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closing FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
