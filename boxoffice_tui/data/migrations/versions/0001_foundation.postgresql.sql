CREATE TABLE audience_category (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    CONSTRAINT pk_audience_category PRIMARY KEY (id),
    CONSTRAINT uq_audience_category_code UNIQUE (code)
)
;;
CREATE TABLE community_type (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    CONSTRAINT pk_community_type PRIMARY KEY (id),
    CONSTRAINT uq_community_type_code UNIQUE (code)
)
;;
CREATE TABLE contingent (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    CONSTRAINT pk_contingent PRIMARY KEY (id),
    CONSTRAINT uq_contingent_code UNIQUE (code)
)
;;
CREATE TABLE counter (
    name VARCHAR NOT NULL,
    value INTEGER NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (name)
)
;;
CREATE TABLE fee (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    kind VARCHAR(32) NOT NULL,
    amount_minor BIGINT NOT NULL,
    valid_from DATE,
    valid_until DATE,
    CONSTRAINT pk_fee PRIMARY KEY (id),
    CONSTRAINT uq_fee_code UNIQUE (code),
    CONSTRAINT ck_fee_feekind CHECK (kind IN ('ticketing', 'organiser', 'delivery', 'kept'))
)
;;
CREATE TABLE journal_head (
    id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash VARCHAR NOT NULL,
    CONSTRAINT pk_journal_head PRIMARY KEY (id),
    CONSTRAINT ck_journal_head_only_one CHECK (id = 1)
)
;;
CREATE TABLE organisation (
    id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    tax_included BOOLEAN NOT NULL,
    tickets_per_order INTEGER,
    hold_minutes INTEGER NOT NULL,
    training BOOLEAN NOT NULL,
    suppressed_domains JSON NOT NULL,
    CONSTRAINT pk_organisation PRIMARY KEY (id),
    CONSTRAINT ck_organisation_only_one CHECK (id = 1),
    CONSTRAINT uq_organisation_code UNIQUE (code)
)
;;
CREATE TABLE sales_channel (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    origin VARCHAR(32) NOT NULL,
    platform VARCHAR NOT NULL,
    CONSTRAINT pk_sales_channel PRIMARY KEY (id),
    CONSTRAINT uq_sales_channel_code UNIQUE (code),
    CONSTRAINT ck_sales_channel_origin CHECK (origin IN ('counter', 'phone', 'agency', 'site', 'widget', 'cart', 'facebook'))
)
;;
CREATE TABLE season (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    CONSTRAINT pk_season PRIMARY KEY (id),
    CONSTRAINT uq_season_code UNIQUE (code)
)
;;
CREATE TABLE shipment_mode (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    type VARCHAR(32) NOT NULL,
    handles_tickets BOOLEAN NOT NULL,
    handles_documents BOOLEAN NOT NULL,
    delay_days INTEGER,
    destination VARCHAR(32) NOT NULL,
    needs_address BOOLEAN NOT NULL,
    needs_email BOOLEAN NOT NULL,
    price_minor BIGINT NOT NULL,
    CONSTRAINT pk_shipment_mode PRIMARY KEY (id),
    CONSTRAINT uq_shipment_mode_code UNIQUE (code),
    CONSTRAINT ck_shipment_mode_shipmenttype CHECK (type IN ('by_hand', 'pick_up', 'post', 'registered_post', 'print_at_home', 'mobile', 'email')),
    CONSTRAINT ck_shipment_mode_destination CHECK (destination IN ('domestic', 'foreign', 'any'))
)
;;
CREATE TABLE tax (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    percent VARCHAR NOT NULL,
    on_fees BOOLEAN NOT NULL,
    CONSTRAINT pk_tax PRIMARY KEY (id),
    CONSTRAINT uq_tax_code UNIQUE (code)
)
;;
CREATE TABLE ticket_medium (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    CONSTRAINT pk_ticket_medium PRIMARY KEY (id),
    CONSTRAINT uq_ticket_medium_code UNIQUE (code)
)
;;
CREATE TABLE till (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    CONSTRAINT pk_till PRIMARY KEY (id),
    CONSTRAINT uq_till_code UNIQUE (code)
)
;;
CREATE TABLE venue (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    CONSTRAINT pk_venue PRIMARY KEY (id),
    CONSTRAINT uq_venue_code UNIQUE (code)
)
;;
CREATE TABLE activity (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    season_id INTEGER NOT NULL,
    CONSTRAINT pk_activity PRIMARY KEY (id),
    CONSTRAINT uq_activity_code UNIQUE (code),
    CONSTRAINT fk_activity_season_id FOREIGN KEY(season_id) REFERENCES season (id)
)
;;
CREATE INDEX ix_activity_season_id ON activity (season_id)
;;
CREATE TABLE channel_mode (
    channel_id INTEGER NOT NULL,
    mode_id INTEGER NOT NULL,
    CONSTRAINT pk_channel_mode PRIMARY KEY (channel_id, mode_id),
    CONSTRAINT fk_channel_mode_channel_id FOREIGN KEY(channel_id) REFERENCES sales_channel (id),
    CONSTRAINT fk_channel_mode_mode_id FOREIGN KEY(mode_id) REFERENCES shipment_mode (id)
)
;;
CREATE TABLE operator (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    pin_hash VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    till_id INTEGER,
    perimeter JSON NOT NULL,
    CONSTRAINT pk_operator PRIMARY KEY (id),
    CONSTRAINT uq_operator_code UNIQUE (code),
    CONSTRAINT fk_operator_till_id FOREIGN KEY(till_id) REFERENCES till (id)
)
;;
CREATE TABLE rate (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    rank INTEGER NOT NULL,
    audience_category_id INTEGER NOT NULL,
    CONSTRAINT pk_rate PRIMARY KEY (id),
    CONSTRAINT uq_rate_code UNIQUE (code),
    CONSTRAINT fk_rate_audience_category_id FOREIGN KEY(audience_category_id) REFERENCES audience_category (id)
)
;;
CREATE TABLE seating_plan (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    venue_id INTEGER NOT NULL,
    content VARCHAR NOT NULL,
    CONSTRAINT pk_seating_plan PRIMARY KEY (id),
    CONSTRAINT uq_seating_plan_code UNIQUE (code),
    CONSTRAINT fk_seating_plan_venue_id FOREIGN KEY(venue_id) REFERENCES venue (id)
)
;;
CREATE INDEX ix_seating_plan_venue_id ON seating_plan (venue_id)
;;
CREATE TABLE structure (
    id SERIAL NOT NULL,
    number INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    name_folded VARCHAR COLLATE "C" NOT NULL,
    community_type_id INTEGER,
    CONSTRAINT pk_structure PRIMARY KEY (id),
    CONSTRAINT uq_structure_number UNIQUE (number),
    CONSTRAINT fk_structure_community_type_id FOREIGN KEY(community_type_id) REFERENCES community_type (id)
)
;;
CREATE TABLE contact (
    id SERIAL NOT NULL,
    number INTEGER NOT NULL,
    structure_id INTEGER,
    language VARCHAR NOT NULL,
    erased_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT uq_contact_number UNIQUE (number),
    CONSTRAINT fk_contact_structure_id FOREIGN KEY(structure_id) REFERENCES structure (id)
)
;;
CREATE INDEX ix_contact_structure_id ON contact (structure_id)
;;
CREATE TABLE event (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    activity_id INTEGER NOT NULL,
    CONSTRAINT pk_event PRIMARY KEY (id),
    CONSTRAINT uq_event_code UNIQUE (code),
    CONSTRAINT fk_event_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id)
)
;;
CREATE INDEX ix_event_activity_id ON event (activity_id)
;;
CREATE TABLE idempotency (
    key VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    operator_id INTEGER,
    CONSTRAINT pk_idempotency PRIMARY KEY (key),
    CONSTRAINT fk_idempotency_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE TABLE operator_right (
    operator_id INTEGER NOT NULL,
    "right" VARCHAR NOT NULL,
    CONSTRAINT pk_operator_right PRIMARY KEY (operator_id, "right"),
    CONSTRAINT fk_operator_right_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE TABLE product_medium (
    activity_id INTEGER NOT NULL,
    type VARCHAR(32) NOT NULL,
    medium_id INTEGER NOT NULL,
    CONSTRAINT pk_product_medium PRIMARY KEY (activity_id, type),
    CONSTRAINT fk_product_medium_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
    CONSTRAINT ck_product_medium_shipmenttype CHECK (type IN ('by_hand', 'pick_up', 'post', 'registered_post', 'print_at_home', 'mobile', 'email')),
    CONSTRAINT fk_product_medium_medium_id FOREIGN KEY(medium_id) REFERENCES ticket_medium (id)
)
;;
CREATE TABLE seat_category (
    id SERIAL NOT NULL,
    plan_id INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    colour VARCHAR NOT NULL,
    numbered BOOLEAN NOT NULL,
    accessible BOOLEAN NOT NULL,
    gauge INTEGER,
    CONSTRAINT pk_seat_category PRIMARY KEY (id),
    CONSTRAINT uq_seat_category_plan_id_code UNIQUE (plan_id, code),
    CONSTRAINT fk_seat_category_plan_id FOREIGN KEY(plan_id) REFERENCES seating_plan (id)
)
;;
CREATE TABLE system_account (
    account VARCHAR NOT NULL,
    operator_id INTEGER NOT NULL,
    usual BOOLEAN NOT NULL,
    CONSTRAINT pk_system_account PRIMARY KEY (account, operator_id),
    CONSTRAINT fk_system_account_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE TABLE address (
    id SERIAL NOT NULL,
    contact_id INTEGER NOT NULL,
    street VARCHAR NOT NULL,
    postal_code VARCHAR NOT NULL,
    city VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_address PRIMARY KEY (id),
    CONSTRAINT fk_address_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
)
;;
CREATE UNIQUE INDEX ix_address_current ON address (contact_id) WHERE until IS NULL
;;
CREATE INDEX ix_address_postal_key ON address (upper(replace(postal_code, ' ', ''))) WHERE until IS NULL
;;
CREATE TABLE contact_email (
    id SERIAL NOT NULL,
    contact_id INTEGER NOT NULL,
    email VARCHAR NOT NULL,
    email_folded VARCHAR COLLATE "C" NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_contact_email PRIMARY KEY (id),
    CONSTRAINT fk_contact_email_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
)
;;
CREATE UNIQUE INDEX ix_contact_email_current ON contact_email (contact_id) WHERE until IS NULL
;;
CREATE TABLE contact_name (
    id SERIAL NOT NULL,
    contact_id INTEGER NOT NULL,
    last_name VARCHAR NOT NULL,
    first_name VARCHAR NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_contact_name PRIMARY KEY (id),
    CONSTRAINT fk_contact_name_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
)
;;
CREATE UNIQUE INDEX ix_contact_name_current ON contact_name (contact_id) WHERE until IS NULL
;;
CREATE TABLE contact_phone (
    id SERIAL NOT NULL,
    contact_id INTEGER NOT NULL,
    phone VARCHAR NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_contact_phone PRIMARY KEY (id),
    CONSTRAINT fk_contact_phone_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
)
;;
CREATE UNIQUE INDEX ix_contact_phone_current ON contact_phone (contact_id) WHERE until IS NULL
;;
CREATE TABLE contact_word (
    word VARCHAR COLLATE "C" NOT NULL,
    contact_id INTEGER NOT NULL,
    CONSTRAINT pk_contact_word PRIMARY KEY (word, contact_id),
    CONSTRAINT fk_contact_word_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
)
;;
CREATE INDEX ix_contact_word_contact_id ON contact_word (contact_id)
;;
CREATE TABLE dossier (
    id SERIAL NOT NULL,
    number VARCHAR NOT NULL,
    contact_id INTEGER,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_dossier PRIMARY KEY (id),
    CONSTRAINT uq_dossier_number UNIQUE (number),
    CONSTRAINT fk_dossier_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
)
;;
CREATE INDEX ix_dossier_contact_id ON dossier (contact_id)
;;
CREATE TABLE performance (
    id SERIAL NOT NULL,
    event_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    venue_id INTEGER NOT NULL,
    plan_id INTEGER,
    starts_at TIMESTAMP WITH TIME ZONE,
    announced_on DATE,
    state VARCHAR(32) NOT NULL,
    on_sale BOOLEAN NOT NULL,
    calendar_sequence INTEGER NOT NULL,
    CONSTRAINT pk_performance PRIMARY KEY (id),
    CONSTRAINT uq_performance_event_id_code UNIQUE (event_id, code),
    CONSTRAINT fk_performance_event_id FOREIGN KEY(event_id) REFERENCES event (id),
    CONSTRAINT fk_performance_venue_id FOREIGN KEY(venue_id) REFERENCES venue (id),
    CONSTRAINT fk_performance_plan_id FOREIGN KEY(plan_id) REFERENCES seating_plan (id),
    CONSTRAINT ck_performance_performancestate CHECK (state IN ('open', 'cancelled', 'postponed'))
)
;;
CREATE INDEX ix_performance_starts_at ON performance (starts_at)
;;
CREATE INDEX ix_performance_venue_id ON performance (venue_id)
;;
CREATE TABLE seat (
    id SERIAL NOT NULL,
    plan_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    guid VARCHAR NOT NULL,
    section VARCHAR NOT NULL,
    row VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    row_index INTEGER NOT NULL,
    place INTEGER NOT NULL,
    x FLOAT NOT NULL,
    y FLOAT NOT NULL,
    accessible BOOLEAN NOT NULL,
    companion BOOLEAN NOT NULL,
    house BOOLEAN NOT NULL,
    aisle_after BOOLEAN NOT NULL,
    CONSTRAINT pk_seat PRIMARY KEY (id),
    CONSTRAINT uq_seat_plan_id_guid UNIQUE (plan_id, guid),
    CONSTRAINT fk_seat_plan_id FOREIGN KEY(plan_id) REFERENCES seating_plan (id),
    CONSTRAINT fk_seat_category_id FOREIGN KEY(category_id) REFERENCES seat_category (id)
)
;;
CREATE INDEX ix_seat_plan_id_row_index_place ON seat (plan_id, row_index, place)
;;
CREATE TABLE cell (
    id SERIAL NOT NULL,
    performance_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    contingent_id INTEGER NOT NULL,
    gauge INTEGER NOT NULL,
    overbooking_percent INTEGER,
    CONSTRAINT pk_cell PRIMARY KEY (id),
    CONSTRAINT uq_cell_performance_id_category_id_contingent_id UNIQUE (performance_id, category_id, contingent_id),
    CONSTRAINT ck_cell_gauge_not_negative CHECK (gauge >= 0),
    CONSTRAINT fk_cell_performance_id FOREIGN KEY(performance_id) REFERENCES performance (id),
    CONSTRAINT fk_cell_category_id FOREIGN KEY(category_id) REFERENCES seat_category (id),
    CONSTRAINT fk_cell_contingent_id FOREIGN KEY(contingent_id) REFERENCES contingent (id)
)
;;
CREATE TABLE "order" (
    id SERIAL NOT NULL,
    number VARCHAR NOT NULL,
    dossier_id INTEGER NOT NULL,
    contact_id INTEGER,
    channel_id INTEGER NOT NULL,
    origin VARCHAR(32) NOT NULL,
    state VARCHAR(32) NOT NULL,
    version INTEGER NOT NULL,
    bought_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by INTEGER NOT NULL,
    balance_minor BIGINT NOT NULL,
    needs_confirmation BOOLEAN NOT NULL,
    needs_note BOOLEAN NOT NULL,
    CONSTRAINT pk_order PRIMARY KEY (id),
    CONSTRAINT uq_order_number UNIQUE (number),
    CONSTRAINT fk_order_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossier (id),
    CONSTRAINT fk_order_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id),
    CONSTRAINT fk_order_channel_id FOREIGN KEY(channel_id) REFERENCES sales_channel (id),
    CONSTRAINT ck_order_origin CHECK (origin IN ('counter', 'phone', 'agency', 'site', 'widget', 'cart', 'facebook')),
    CONSTRAINT ck_order_orderstate CHECK (state IN ('active', 'cancelled')),
    CONSTRAINT fk_order_changed_by FOREIGN KEY(changed_by) REFERENCES operator (id)
)
;;
CREATE INDEX ix_order_contact_newest ON "order" (contact_id, bought_at, id)
;;
CREATE INDEX ix_order_dossier_id ON "order" (dossier_id)
;;
CREATE INDEX ix_order_newest ON "order" (bought_at, id)
;;
CREATE INDEX ix_order_to_finish ON "order" (bought_at, id) WHERE balance_minor <> 0 OR needs_confirmation OR needs_note
;;
CREATE TABLE price (
    id SERIAL NOT NULL,
    event_id INTEGER NOT NULL,
    performance_id INTEGER,
    category_id INTEGER NOT NULL,
    rate_id INTEGER NOT NULL,
    amount_minor BIGINT NOT NULL,
    valid_from DATE,
    valid_until DATE,
    promotion VARCHAR NOT NULL,
    CONSTRAINT pk_price PRIMARY KEY (id),
    CONSTRAINT fk_price_event_id FOREIGN KEY(event_id) REFERENCES event (id),
    CONSTRAINT fk_price_performance_id FOREIGN KEY(performance_id) REFERENCES performance (id),
    CONSTRAINT fk_price_category_id FOREIGN KEY(category_id) REFERENCES seat_category (id),
    CONSTRAINT fk_price_rate_id FOREIGN KEY(rate_id) REFERENCES rate (id)
)
;;
CREATE INDEX ix_price_event_id_category_id_rate_id ON price (event_id, category_id, rate_id)
;;
CREATE TABLE journal (
    seq INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    operator_id INTEGER,
    action VARCHAR NOT NULL,
    order_id INTEGER,
    facts VARCHAR NOT NULL,
    previous VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    CONSTRAINT pk_journal PRIMARY KEY (seq),
    CONSTRAINT fk_journal_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id),
    CONSTRAINT fk_journal_order_id FOREIGN KEY(order_id) REFERENCES "order" (id)
)
;;
CREATE INDEX ix_journal_order_id ON journal (order_id)
;;
CREATE TABLE movement (
    id SERIAL NOT NULL,
    order_id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    operator_id INTEGER NOT NULL,
    key VARCHAR NOT NULL,
    CONSTRAINT pk_movement PRIMARY KEY (id),
    CONSTRAINT fk_movement_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT ck_movement_movementkind CHECK (kind IN ('sale', 'fee', 'cancellation', 'payment', 'refund')),
    CONSTRAINT fk_movement_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id),
    CONSTRAINT uq_movement_key UNIQUE (key)
)
;;
CREATE INDEX ix_movement_order_id ON movement (order_id)
;;
CREATE TABLE note (
    id SERIAL NOT NULL,
    order_id INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    operator_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (id),
    CONSTRAINT fk_note_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_note_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE INDEX ix_note_order_id ON note (order_id)
;;
CREATE TABLE outbox (
    id SERIAL NOT NULL,
    cause VARCHAR NOT NULL,
    order_id INTEGER,
    contact_id INTEGER,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    template VARCHAR NOT NULL,
    template_version INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    recipient_name VARCHAR NOT NULL,
    sender VARCHAR NOT NULL,
    message_id VARCHAR NOT NULL,
    facts JSON NOT NULL,
    state VARCHAR(32) NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_by VARCHAR NOT NULL,
    claimed_until TIMESTAMP WITH TIME ZONE,
    sent_at TIMESTAMP WITH TIME ZONE,
    sent_hash VARCHAR NOT NULL,
    maybe_twice BOOLEAN NOT NULL,
    reply VARCHAR NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT uq_outbox_cause UNIQUE (cause),
    CONSTRAINT fk_outbox_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_outbox_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id),
    CONSTRAINT uq_outbox_message_id UNIQUE (message_id),
    CONSTRAINT ck_outbox_mailstate CHECK (state IN ('pending', 'sent', 'refused', 'suppressed'))
)
;;
CREATE INDEX ix_outbox_due ON outbox (next_attempt_at, id) WHERE state = 'pending'
;;
CREATE INDEX ix_outbox_order_id ON outbox (order_id)
;;
CREATE TABLE shipment (
    id SERIAL NOT NULL,
    number INTEGER NOT NULL,
    dossier_id INTEGER NOT NULL,
    order_id INTEGER,
    mode_id INTEGER NOT NULL,
    contact_id INTEGER,
    address_id INTEGER,
    email_id INTEGER,
    state VARCHAR(32) NOT NULL,
    print_state VARCHAR(32) NOT NULL,
    exception BOOLEAN NOT NULL,
    carrier_reference VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by INTEGER NOT NULL,
    CONSTRAINT pk_shipment PRIMARY KEY (id),
    CONSTRAINT ck_shipment_exception_on_reference CHECK (NOT exception OR state = 'reference'),
    CONSTRAINT uq_shipment_number UNIQUE (number),
    CONSTRAINT fk_shipment_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossier (id),
    CONSTRAINT fk_shipment_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_shipment_mode_id FOREIGN KEY(mode_id) REFERENCES shipment_mode (id),
    CONSTRAINT fk_shipment_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id),
    CONSTRAINT fk_shipment_address_id FOREIGN KEY(address_id) REFERENCES address (id),
    CONSTRAINT fk_shipment_email_id FOREIGN KEY(email_id) REFERENCES contact_email (id),
    CONSTRAINT ck_shipment_shipmentstate CHECK (state IN ('reference', 'unsent', 'sent', 'invalidated')),
    CONSTRAINT ck_shipment_printstate CHECK (print_state IN ('not_printed', 'partly_printed', 'printed', 'duplicate')),
    CONSTRAINT fk_shipment_changed_by FOREIGN KEY(changed_by) REFERENCES operator (id)
)
;;
CREATE INDEX ix_shipment_dossier_id ON shipment (dossier_id)
;;
CREATE UNIQUE INDEX uq_shipment_reference ON shipment (dossier_id) WHERE state = 'reference'
;;
CREATE TABLE entry (
    id SERIAL NOT NULL,
    movement_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    account VARCHAR(32) NOT NULL,
    till_id INTEGER,
    amount_minor BIGINT NOT NULL,
    currency VARCHAR NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (id),
    CONSTRAINT fk_entry_movement_id FOREIGN KEY(movement_id) REFERENCES movement (id),
    CONSTRAINT fk_entry_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT ck_entry_account CHECK (account IN ('sales', 'receivable', 'till')),
    CONSTRAINT fk_entry_till_id FOREIGN KEY(till_id) REFERENCES till (id)
)
;;
CREATE INDEX ix_entry_movement_id ON entry (movement_id)
;;
CREATE INDEX ix_entry_order_account ON entry (order_id, account, amount_minor)
;;
CREATE TABLE payment (
    id SERIAL NOT NULL,
    order_id INTEGER NOT NULL,
    movement_id INTEGER NOT NULL,
    method VARCHAR(32) NOT NULL,
    amount_minor BIGINT NOT NULL,
    tendered_minor BIGINT,
    reference VARCHAR NOT NULL,
    last_four VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    operator_id INTEGER NOT NULL,
    till_id INTEGER,
    refunds_id INTEGER,
    CONSTRAINT pk_payment PRIMARY KEY (id),
    CONSTRAINT ck_payment_not_zero CHECK (amount_minor <> 0),
    CONSTRAINT fk_payment_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT uq_payment_movement_id UNIQUE (movement_id),
    CONSTRAINT fk_payment_movement_id FOREIGN KEY(movement_id) REFERENCES movement (id),
    CONSTRAINT ck_payment_paymentmethod CHECK (method IN ('cash', 'debit_terminal', 'credit_terminal', 'cheque', 'transfer', 'voucher', 'online')),
    CONSTRAINT fk_payment_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id),
    CONSTRAINT fk_payment_till_id FOREIGN KEY(till_id) REFERENCES till (id),
    CONSTRAINT fk_payment_refunds_id FOREIGN KEY(refunds_id) REFERENCES payment (id)
)
;;
CREATE INDEX ix_payment_order_id ON payment (order_id)
;;
CREATE TABLE ticket (
    id SERIAL NOT NULL,
    order_id INTEGER NOT NULL,
    performance_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    seat_id INTEGER,
    rate_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    token VARCHAR NOT NULL,
    state VARCHAR(32) NOT NULL,
    price_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    shipment_id INTEGER,
    sold_at TIMESTAMP WITH TIME ZONE NOT NULL,
    scanned_at TIMESTAMP WITH TIME ZONE,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    replaces_id INTEGER,
    printed INTEGER NOT NULL,
    CONSTRAINT pk_ticket PRIMARY KEY (id),
    CONSTRAINT uq_ticket_performance_id_number UNIQUE (performance_id, number),
    CONSTRAINT fk_ticket_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_ticket_performance_id FOREIGN KEY(performance_id) REFERENCES performance (id),
    CONSTRAINT fk_ticket_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id),
    CONSTRAINT fk_ticket_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id),
    CONSTRAINT fk_ticket_rate_id FOREIGN KEY(rate_id) REFERENCES rate (id),
    CONSTRAINT uq_ticket_token UNIQUE (token),
    CONSTRAINT ck_ticket_ticketstate CHECK (state IN ('live', 'scanned', 'cancelled')),
    CONSTRAINT fk_ticket_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
    CONSTRAINT fk_ticket_replaces_id FOREIGN KEY(replaces_id) REFERENCES ticket (id)
)
;;
CREATE INDEX ix_ticket_order_id ON ticket (order_id)
;;
CREATE INDEX ix_ticket_shipment_id ON ticket (shipment_id)
;;
CREATE TABLE claim (
    id SERIAL NOT NULL,
    performance_id INTEGER NOT NULL,
    cell_id INTEGER NOT NULL,
    seat_id INTEGER,
    quantity INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    order_id INTEGER,
    ticket_id INTEGER,
    operator_id INTEGER,
    form VARCHAR,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    was_house BOOLEAN NOT NULL,
    limit_in_force INTEGER NOT NULL,
    CONSTRAINT pk_claim PRIMARY KEY (id),
    CONSTRAINT ck_claim_quantity_positive CHECK (quantity > 0),
    CONSTRAINT ck_claim_one_place_a_seat CHECK (seat_id IS NULL OR quantity = 1),
    CONSTRAINT fk_claim_performance_id FOREIGN KEY(performance_id) REFERENCES performance (id),
    CONSTRAINT fk_claim_cell_id FOREIGN KEY(cell_id) REFERENCES cell (id),
    CONSTRAINT fk_claim_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id),
    CONSTRAINT ck_claim_claimkind CHECK (kind IN ('hold', 'option', 'reservation', 'sale', 'house', 'killed')),
    CONSTRAINT fk_claim_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_claim_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    CONSTRAINT fk_claim_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id)
)
;;
CREATE INDEX ix_claim_expiring ON claim (expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL
;;
CREATE INDEX ix_claim_live_cell ON claim (cell_id, quantity, expires_at) WHERE ended_at IS NULL
;;
CREATE INDEX ix_claim_live_form ON claim (form) WHERE ended_at IS NULL AND form IS NOT NULL
;;
CREATE UNIQUE INDEX uq_claim_live_seat ON claim (performance_id, seat_id) WHERE ended_at IS NULL AND seat_id IS NOT NULL
;;
CREATE UNIQUE INDEX uq_claim_ticket ON claim (ticket_id) WHERE ended_at IS NULL AND ticket_id IS NOT NULL
;;
CREATE TABLE order_fee (
    id SERIAL NOT NULL,
    order_id INTEGER NOT NULL,
    ticket_id INTEGER,
    shipment_id INTEGER,
    kind VARCHAR(32) NOT NULL,
    amount_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_order_fee PRIMARY KEY (id),
    CONSTRAINT fk_order_fee_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_order_fee_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    CONSTRAINT fk_order_fee_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
    CONSTRAINT ck_order_fee_feekind CHECK (kind IN ('ticketing', 'organiser', 'delivery', 'kept'))
)
;;
CREATE INDEX ix_order_fee_order_id ON order_fee (order_id)
;;
CREATE EXTENSION IF NOT EXISTS pg_trgm
;;
CREATE INDEX ix_contact_email_trigram ON contact_email USING gin (email_folded gin_trgm_ops)
;;
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME;
END
$$
;;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
