ALTER TABLE organisation ADD COLUMN cash_step INTEGER
;;
ALTER TABLE payment ADD COLUMN rounding_minor BIGINT DEFAULT 0 NOT NULL
;;
ALTER TABLE payment DROP CONSTRAINT ck_payment_not_zero
;;
ALTER TABLE movement DROP CONSTRAINT ck_movement_movementkind
;;
ALTER TABLE entry DROP CONSTRAINT ck_entry_account
;;
ALTER TABLE payment ADD CONSTRAINT ck_payment_not_zero CHECK (amount_minor <> 0 OR rounding_minor <> 0)
;;
ALTER TABLE movement ADD CONSTRAINT ck_movement_movementkind CHECK (movement.kind IN ('sale', 'fee', 'cancellation', 'payment', 'refund', 'float', 'cash_in', 'cash_out', 'difference', 'emptying', 'rounding'))
;;
ALTER TABLE entry ADD CONSTRAINT ck_entry_account CHECK (entry.account IN ('sales', 'receivable', 'till', 'safe', 'differences', 'rounding'))
;;
CREATE TRIGGER payment_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER cash_movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cash_movement FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER till_session_append_only BEFORE UPDATE OR DELETE ON till_session FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION append_only()
;;
