CREATE TABLE seat_block (
    id INTEGER NOT NULL,
    performance_id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    reason VARCHAR NOT NULL,
    at DATETIME NOT NULL,
    operator_id INTEGER NOT NULL,
    CONSTRAINT pk_seat_block PRIMARY KEY (id),
    CONSTRAINT ck_seat_block_reason_given CHECK (reason <> ''),
    CONSTRAINT ck_seat_block_blockkind CHECK (kind IN ('house', 'killed', 'free')),
    CONSTRAINT fk_seat_block_performance_id FOREIGN KEY(performance_id) REFERENCES performance (id),
    CONSTRAINT fk_seat_block_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE INDEX ix_seat_block_performance_id ON seat_block (performance_id)
;;
ALTER TABLE claim ADD COLUMN block_id INTEGER CONSTRAINT fk_claim_block_id REFERENCES seat_block (id)
;;
INSERT INTO operator_right (operator_id, "right")
SELECT operator_id, 'seats.block' FROM operator_right WHERE "right" = 'performances.overbook'
;;
