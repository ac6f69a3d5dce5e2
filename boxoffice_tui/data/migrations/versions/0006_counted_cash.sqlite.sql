ALTER TABLE organisation ADD COLUMN cash_step INTEGER CONSTRAINT ck_organisation_cash_step_whole CHECK (typeof(cash_step) IN ('integer', 'null'))
;;
ALTER TABLE payment ADD COLUMN rounding_minor BIGINT DEFAULT 0 NOT NULL CONSTRAINT ck_payment_rounding_minor_whole CHECK (typeof(rounding_minor) IN ('integer', 'null'))
;;
CREATE TRIGGER payment_no_update BEFORE UPDATE ON payment BEGIN
    SELECT RAISE(ABORT, 'payment is append-only');
END
;;
CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment BEGIN
    SELECT RAISE(ABORT, 'payment is append-only');
END
;;
CREATE TRIGGER cash_movement_no_update BEFORE UPDATE ON cash_movement BEGIN
    SELECT RAISE(ABORT, 'cash_movement is append-only');
END
;;
CREATE TRIGGER cash_movement_no_delete BEFORE DELETE ON cash_movement BEGIN
    SELECT RAISE(ABORT, 'cash_movement is append-only');
END
;;
CREATE TRIGGER till_session_no_update BEFORE UPDATE ON till_session WHEN OLD.closed_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'till_session is append-only');
END
;;
CREATE TRIGGER till_session_no_delete BEFORE DELETE ON till_session WHEN OLD.closed_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'till_session is append-only');
END
;;
