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
