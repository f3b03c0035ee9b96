CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE media (
	id INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	account TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	media_id TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_media PRIMARY KEY (id), 
	CONSTRAINT uq_media_channel_account_digest UNIQUE (channel, account, digest)
)
 STRICT;

CREATE INDEX ix_media_at ON media (at);

CREATE TABLE persons (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	folded_name TEXT NOT NULL, 
	language TEXT NOT NULL, 
	birthday TEXT, 
	birthday_set_at INTEGER, 
	created_at INTEGER NOT NULL, 
	erased_at INTEGER, 
	CONSTRAINT pk_persons PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE updates (
	"key" TEXT NOT NULL, 
	at INTEGER NOT NULL, message TEXT, 
	CONSTRAINT pk_updates PRIMARY KEY ("key")
)
 STRICT;

CREATE INDEX ix_updates_at ON updates (at);

CREATE TABLE addresses (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	account TEXT NOT NULL, 
	external_id TEXT NOT NULL, 
	unreachable_at INTEGER, 
	created_at INTEGER NOT NULL, 
	seen_at INTEGER NOT NULL, window_until INTEGER, chosen_at INTEGER, 
	CONSTRAINT pk_addresses PRIMARY KEY (id), 
	CONSTRAINT fk_addresses_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_addresses_channel_account_external_id UNIQUE (channel, account, external_id)
)
 STRICT;

CREATE INDEX ix_addresses_person_id ON addresses (person_id);

CREATE TABLE audit (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	person_id INTEGER, 
	at INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	subject TEXT DEFAULT '' NOT NULL, 
	old TEXT DEFAULT '' NOT NULL, 
	new TEXT DEFAULT '' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, actor TEXT DEFAULT 'person' NOT NULL, till_id INTEGER CONSTRAINT fk_audit_till_id REFERENCES staff (id), 
	CONSTRAINT pk_audit PRIMARY KEY (id), 
	CONSTRAINT fk_audit_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_audit_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE INDEX ix_audit_shop_id_at ON audit (shop_id, at);

CREATE TABLE branches (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	created_at INTEGER NOT NULL, closed_at INTEGER, 
	CONSTRAINT pk_branches PRIMARY KEY (id), 
	CONSTRAINT fk_branches_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_branches_shop_id_name UNIQUE (shop_id, name)
)
 STRICT;

CREATE TABLE preferences (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	frequency TEXT NOT NULL, 
	set_at INTEGER NOT NULL, 
	CONSTRAINT pk_preferences PRIMARY KEY (id), 
	CONSTRAINT fk_preferences_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_preferences_person_id_kind UNIQUE (person_id, kind)
)
 STRICT;

CREATE TABLE conversations (
	address_id INTEGER NOT NULL, 
	step TEXT NOT NULL, 
	data TEXT NOT NULL, 
	at INTEGER NOT NULL, shown TEXT DEFAULT '' NOT NULL, earlier TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY (address_id), 
	CONSTRAINT fk_conversations_address_id FOREIGN KEY(address_id) REFERENCES addresses (id)
)
 STRICT;

CREATE TABLE invites (
	id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	role TEXT NOT NULL, 
	shop_id INTEGER, 
	branch_id INTEGER, 
	created_by INTEGER, 
	created_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	used_by INTEGER, 
	used_at INTEGER, 
	CONSTRAINT pk_invites PRIMARY KEY (id), 
	CONSTRAINT ck_invites_role CHECK (role IN ('cashier', 'manager', 'owner', 'founder')), 
	CONSTRAINT fk_invites_branch_id FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_invites_created_by FOREIGN KEY(created_by) REFERENCES persons (id), 
	CONSTRAINT fk_invites_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_invites_used_by FOREIGN KEY(used_by) REFERENCES persons (id), 
	CONSTRAINT uq_invites_digest UNIQUE (digest)
)
 STRICT;

CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	dedup_key TEXT NOT NULL, 
	address_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	data TEXT NOT NULL, 
	urgency INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	due_at INTEGER NOT NULL, 
	expires_at INTEGER, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	lease_until INTEGER, 
	message_id TEXT, 
	error TEXT, 
	settled_at INTEGER, at_most_once INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_outbox_at_most_once CHECK (at_most_once IN (0, 1)), channel TEXT DEFAULT '' NOT NULL, charge TEXT, reached TEXT CONSTRAINT ck_outbox_reached CHECK (reached IN ('sent', 'delivered', 'read', 'failed')), departed INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_outbox_departed CHECK (departed IN (0, 1)), account TEXT DEFAULT '' NOT NULL, slot_at INTEGER, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT ck_outbox_state CHECK (state IN ('ready', 'sending', 'sent', 'unknown', 'dropped')), 
	CONSTRAINT fk_outbox_address_id FOREIGN KEY(address_id) REFERENCES addresses (id), 
	CONSTRAINT uq_outbox_dedup_key UNIQUE (dedup_key)
)
 STRICT;

CREATE TABLE views (
	id INTEGER NOT NULL, 
	address_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	message_id TEXT NOT NULL, 
	shown_at INTEGER NOT NULL, 
	CONSTRAINT pk_views PRIMARY KEY (id), 
	CONSTRAINT fk_views_address_id FOREIGN KEY(address_id) REFERENCES addresses (id), 
	CONSTRAINT fk_views_card_id FOREIGN KEY(card_id) REFERENCES "accounts" (id), 
	CONSTRAINT uq_views_address_id_card_id UNIQUE (address_id, card_id)
)
 STRICT;

CREATE INDEX ix_views_card_id ON views (card_id);

CREATE TABLE broadcasts (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	ordered_by INTEGER NOT NULL, 
	audience TEXT NOT NULL, 
	text TEXT NOT NULL, 
	ordered_at INTEGER NOT NULL, 
	starts_at INTEGER NOT NULL, 
	cancelled_at INTEGER, 
	selected_at INTEGER, told_at INTEGER, came_told_at INTEGER, holdout_percent INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_broadcasts_holdout_percent CHECK (holdout_percent BETWEEN 0 AND 50), verdict TEXT, 
	CONSTRAINT pk_broadcasts PRIMARY KEY (id), 
	CONSTRAINT fk_broadcasts_ordered_by FOREIGN KEY(ordered_by) REFERENCES persons (id), 
	CONSTRAINT fk_broadcasts_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE INDEX ix_broadcasts_shop_id ON broadcasts (shop_id, starts_at);

CREATE TABLE campaigns (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	active INTEGER DEFAULT '1' NOT NULL, 
	holdout_percent INTEGER DEFAULT '10' NOT NULL, 
	settings TEXT DEFAULT '{}' NOT NULL, 
	wording TEXT DEFAULT '{}' NOT NULL, 
	rule TEXT, 
	looked_at INTEGER, verdict TEXT, judged_from INTEGER, paused_at INTEGER, filter_id INTEGER CONSTRAINT fk_campaigns_filter_id REFERENCES filters (id), 
	CONSTRAINT pk_campaigns PRIMARY KEY (id), 
	CONSTRAINT ck_campaigns_active CHECK (active IN (0, 1)), 
	CONSTRAINT ck_campaigns_holdout_percent CHECK (holdout_percent BETWEEN 0 AND 50), 
	CONSTRAINT fk_campaigns_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_campaigns_shop_id_kind UNIQUE (shop_id, kind)
)
 STRICT;

CREATE TABLE doses (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	gap_days INTEGER NOT NULL, 
	most_in_30_days INTEGER NOT NULL, 
	quiet_from TEXT NOT NULL, 
	quiet_until TEXT NOT NULL, 
	CONSTRAINT pk_doses PRIMARY KEY (id), 
	CONSTRAINT fk_doses_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_doses_shop_id UNIQUE (shop_id)
)
 STRICT;

CREATE TABLE occurrences (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	voucher_id INTEGER, 
	broadcast_id INTEGER, 
	kind TEXT NOT NULL, 
	step TEXT DEFAULT '' NOT NULL, 
	state TEXT NOT NULL, 
	why TEXT, 
	holdout_percent INTEGER NOT NULL, 
	found_at INTEGER NOT NULL, 
	not_before INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	settled_at INTEGER, charge TEXT, counter_id INTEGER CONSTRAINT fk_occurrences_counter_id REFERENCES counters (id), entry_id INTEGER CONSTRAINT fk_occurrences_entry_id REFERENCES entries (id), experiment_id INTEGER CONSTRAINT fk_occurrences_experiment_id REFERENCES experiments (id), arm TEXT CONSTRAINT ck_occurrences_arm CHECK (arm IN ('a', 'b')), filter_id INTEGER CONSTRAINT fk_occurrences_filter_id REFERENCES filters (id), 
	CONSTRAINT pk_occurrences PRIMARY KEY (id), 
	CONSTRAINT ck_occurrences_state CHECK (state IN ('due', 'held_out', 'queued', 'sent', 'dropped')), 
	CONSTRAINT fk_occurrences_broadcast_id FOREIGN KEY(broadcast_id) REFERENCES broadcasts (id), 
	CONSTRAINT fk_occurrences_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id), 
	CONSTRAINT fk_occurrences_card_id FOREIGN KEY(account_id) REFERENCES "accounts" (id), 
	CONSTRAINT fk_occurrences_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_occurrences_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_occurrences_voucher_id FOREIGN KEY(voucher_id) REFERENCES vouchers (id), 
	CONSTRAINT uq_occurrences_key UNIQUE ("key")
)
 STRICT;

CREATE INDEX ix_occurrences_due ON occurrences (not_before, person_id) WHERE state = 'due';

CREATE INDEX ix_occurrences_person_id_settled_at ON occurrences (person_id, settled_at);

CREATE INDEX ix_persons_birthday ON persons (birthday) WHERE birthday IS NOT NULL;

CREATE INDEX ix_outbox_charged ON outbox (settled_at) WHERE charge IS NOT NULL;

CREATE TABLE templates (
	id INTEGER NOT NULL, 
	account TEXT NOT NULL, 
	name TEXT NOT NULL, 
	language TEXT NOT NULL, 
	category TEXT NOT NULL, 
	status TEXT NOT NULL, 
	reason TEXT, 
	checked_at INTEGER NOT NULL, 
	CONSTRAINT pk_templates PRIMARY KEY (id), 
	CONSTRAINT uq_templates_account_name_language UNIQUE (account, name, language)
)
 STRICT;

CREATE TABLE link_codes (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	used_at INTEGER, 
	CONSTRAINT pk_link_codes PRIMARY KEY (id), 
	CONSTRAINT fk_link_codes_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_link_codes_digest UNIQUE (digest)
)
 STRICT;

CREATE INDEX ix_link_codes_person_id ON link_codes (person_id);

CREATE TABLE merges (
	id INTEGER NOT NULL, 
	kept_id INTEGER NOT NULL, 
	gone_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	moved TEXT NOT NULL, 
	undone_at INTEGER, 
	CONSTRAINT pk_merges PRIMARY KEY (id), 
	CONSTRAINT fk_merges_gone_id FOREIGN KEY(gone_id) REFERENCES persons (id), 
	CONSTRAINT fk_merges_kept_id FOREIGN KEY(kept_id) REFERENCES persons (id)
)
 STRICT;

CREATE INDEX ix_merges_kept_id ON merges (kept_id);

CREATE INDEX ix_merges_gone_id ON merges (gone_id);

CREATE TABLE consents (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	given INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	wording TEXT NOT NULL, 
	CONSTRAINT pk_consents PRIMARY KEY (id), 
	CONSTRAINT ck_consents_purpose CHECK (purpose IN ('reminders', 'offers', 'goals')), 
	CONSTRAINT ck_consents_given CHECK (given IN (0, 1)), 
	CONSTRAINT fk_consents_person_id FOREIGN KEY(person_id) REFERENCES persons (id)
)
 STRICT;

CREATE INDEX ix_consents_person_id_purpose ON consents (person_id, purpose, id);

CREATE TABLE consent_questions (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	occasion TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_consent_questions PRIMARY KEY (id), 
	CONSTRAINT fk_consent_questions_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_consent_questions_person_id_purpose_occasion UNIQUE (person_id, purpose, occasion)
)
 STRICT;

CREATE TABLE closures (
	id INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	account TEXT NOT NULL, 
	why TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	until INTEGER NOT NULL, 
	CONSTRAINT pk_closures PRIMARY KEY (id), 
	CONSTRAINT uq_closures_channel_account UNIQUE (channel, account)
)
 STRICT;

CREATE INDEX ix_updates_message ON updates (message) WHERE message IS NOT NULL;

CREATE TABLE moves (
	id INTEGER NOT NULL, 
	old_id INTEGER NOT NULL, 
	new_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	asked_at INTEGER, 
	settled_at INTEGER, 
	CONSTRAINT pk_moves PRIMARY KEY (id), 
	CONSTRAINT fk_moves_old_id FOREIGN KEY(old_id) REFERENCES addresses (id), 
	CONSTRAINT fk_moves_new_id FOREIGN KEY(new_id) REFERENCES addresses (id)
)
 STRICT;

CREATE INDEX ix_moves_new_id ON moves (new_id);

CREATE INDEX ix_broadcasts_untold ON broadcasts (selected_at) WHERE selected_at IS NOT NULL AND came_told_at IS NULL;

CREATE TABLE handovers (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	target_id INTEGER NOT NULL, 
	giver_id INTEGER, 
	taker_id INTEGER NOT NULL, 
	ordered_by INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	moved TEXT NOT NULL, 
	undone_at INTEGER, 
	CONSTRAINT pk_handovers PRIMARY KEY (id), 
	CONSTRAINT fk_handovers_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_handovers_source_id FOREIGN KEY(source_id) REFERENCES "accounts" (id), 
	CONSTRAINT fk_handovers_target_id FOREIGN KEY(target_id) REFERENCES "accounts" (id), 
	CONSTRAINT fk_handovers_giver_id FOREIGN KEY(giver_id) REFERENCES persons (id), 
	CONSTRAINT fk_handovers_taker_id FOREIGN KEY(taker_id) REFERENCES persons (id), 
	CONSTRAINT fk_handovers_ordered_by FOREIGN KEY(ordered_by) REFERENCES persons (id)
)
 STRICT;

CREATE INDEX ix_handovers_shop_id ON handovers (shop_id);

CREATE INDEX ix_outbox_waiting ON outbox (channel, account, urgency, due_at) WHERE state IN ('ready', 'sending');

CREATE TABLE staff (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	person_id INTEGER, 
	name TEXT, 
	branch_id INTEGER, 
	role TEXT NOT NULL, 
	joined_at INTEGER NOT NULL, 
	practised_at INTEGER, 
	removed_at INTEGER, guest_of INTEGER CONSTRAINT fk_staff_guest_of REFERENCES shops (id), 
	CONSTRAINT pk_staff PRIMARY KEY (id), 
	CONSTRAINT ck_staff_role CHECK (role IN ('cashier', 'manager', 'owner')), 
	CONSTRAINT ck_staff_person_or_till CHECK ((person_id IS NULL) = (name IS NOT NULL)), 
	CONSTRAINT ck_staff_till_role CHECK (person_id IS NOT NULL OR role = 'cashier'), 
	CONSTRAINT fk_staff_branch_id FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_staff_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_staff_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE INDEX ix_staff_person_id ON staff (person_id);

CREATE UNIQUE INDEX uq_staff_in_service ON staff (shop_id, person_id) WHERE removed_at IS NULL;

CREATE TABLE shops (
	id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	timezone TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	language TEXT NOT NULL, 
	colour TEXT NOT NULL, 
	token_minutes INTEGER DEFAULT '10' NOT NULL, 
	created_at INTEGER NOT NULL, next_round_at INTEGER DEFAULT '0' NOT NULL, average_sale_minor INTEGER CONSTRAINT ck_shops_average_sale_minor CHECK (average_sale_minor > 0), margin_permille INTEGER CONSTRAINT ck_shops_margin_permille CHECK (margin_permille BETWEEN 0 AND 1000), trade TEXT, asked_for_sums_at INTEGER, icon TEXT DEFAULT '' NOT NULL, logo TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL, hours TEXT DEFAULT '' NOT NULL, draw_id INTEGER, is_coalition INTEGER DEFAULT '0' NOT NULL, league_open INTEGER DEFAULT '0' NOT NULL, suggests INTEGER DEFAULT '1' NOT NULL, has_items INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_shops PRIMARY KEY (id), 
	CONSTRAINT uq_shops_code UNIQUE (code)
)
 STRICT;

CREATE TABLE "accounts" (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	person_id INTEGER, 
	public_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	last_visit_at INTEGER, 
	closed_at INTEGER, 
	found_by TEXT, start_held_at INTEGER, 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT ck_accounts_origin CHECK (origin IN ('joined', 'printed')), 
	CONSTRAINT fk_accounts_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_accounts_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_accounts_code UNIQUE (code), 
	CONSTRAINT uq_accounts_public_id UNIQUE (public_id), 
	CONSTRAINT uq_accounts_shop_id_person_id UNIQUE (shop_id, person_id)
)
 STRICT;

CREATE INDEX ix_accounts_person_id ON "accounts" (person_id);

CREATE INDEX ix_accounts_found_by ON "accounts" (shop_id, found_by, last_visit_at) WHERE found_by IS NOT NULL;

CREATE INDEX ix_accounts_shop_id_last_visit_at ON "accounts" (shop_id, last_visit_at);

CREATE INDEX ix_accounts_shop_id_created_at ON "accounts" (shop_id, created_at);

CREATE TABLE programmes (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	position INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	closed_at INTEGER, 
	CONSTRAINT pk_programmes PRIMARY KEY (id), 
	CONSTRAINT ck_programmes_unit CHECK (unit IN ('stamps', 'points')), 
	CONSTRAINT fk_programmes_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_programmes_shop_id_position UNIQUE (shop_id, position)
)
 STRICT;

CREATE TABLE visits (
	id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	counter_id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	branch_id INTEGER, 
	staff_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	amount INTEGER NOT NULL, 
	spent_minor INTEGER, 
	undone_at INTEGER, 
	undone_by INTEGER, 
	undo_reason TEXT, bonus INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_visits PRIMARY KEY (id), 
	CONSTRAINT fk_visits_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_visits_branch_id FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_visits_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_visits_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id), 
	CONSTRAINT fk_visits_undone_by FOREIGN KEY(undone_by) REFERENCES staff (id), 
	CONSTRAINT fk_visits_counter_id_account_id FOREIGN KEY(counter_id, account_id) REFERENCES counters (id, account_id), 
	CONSTRAINT uq_visits_key UNIQUE ("key")
)
 STRICT;

CREATE INDEX ix_visits_shop_id_at ON visits (shop_id, at);

CREATE TABLE vouchers (
	id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	counter_id INTEGER, 
	shop_id INTEGER NOT NULL, 
	visit_id INTEGER, 
	slot TEXT, 
	reward_key TEXT NOT NULL, 
	reward TEXT NOT NULL, 
	cost_minor INTEGER, 
	state TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	expires_at INTEGER, 
	used_at INTEGER, 
	used_by INTEGER, 
	used_branch_id INTEGER, worth TEXT, bill_minor INTEGER, 
	CONSTRAINT pk_vouchers PRIMARY KEY (id), 
	CONSTRAINT ck_vouchers_used CHECK ((state = 'used') = (used_at IS NOT NULL)), 
	CONSTRAINT ck_vouchers_state CHECK (state IN ('available', 'used', 'withdrawn')), 
	CONSTRAINT ck_vouchers_slot CHECK (slot IS NULL OR counter_id IS NOT NULL), 
	CONSTRAINT fk_vouchers_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_vouchers_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_vouchers_used_branch_id FOREIGN KEY(used_branch_id) REFERENCES branches (id), 
	CONSTRAINT fk_vouchers_used_by FOREIGN KEY(used_by) REFERENCES staff (id), 
	CONSTRAINT fk_vouchers_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT fk_vouchers_counter_id_account_id FOREIGN KEY(counter_id, account_id) REFERENCES counters (id, account_id)
)
 STRICT;

CREATE INDEX ix_vouchers_shop_id_state ON vouchers (shop_id, state);

CREATE INDEX ix_vouchers_used ON vouchers (shop_id, used_at) WHERE used_at IS NOT NULL;

CREATE INDEX ix_vouchers_waiting ON vouchers (shop_id, created_at) WHERE state = 'available';

CREATE INDEX ix_vouchers_expiring ON vouchers (shop_id, expires_at) WHERE state = 'available';

CREATE TABLE uses (
	id INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	person_id INTEGER, 
	address TEXT, 
	shop_id INTEGER, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_uses PRIMARY KEY (id), 
	CONSTRAINT fk_uses_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_uses_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE INDEX ix_uses_person ON uses (person_id, what, at);

CREATE INDEX ix_uses_address ON uses (address, what, at);

CREATE INDEX ix_uses_shop ON uses (shop_id, what, at);

CREATE INDEX ix_uses_at ON uses (at);

CREATE TABLE bots (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	account TEXT NOT NULL, 
	name TEXT NOT NULL, 
	hook TEXT NOT NULL, 
	sealed TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	refused TEXT DEFAULT '' NOT NULL, 
	added_at INTEGER NOT NULL, 
	removed_at INTEGER, 
	CONSTRAINT pk_bots PRIMARY KEY (id), 
	CONSTRAINT fk_bots_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_bots_hook UNIQUE (hook)
)
 STRICT;

CREATE UNIQUE INDEX uq_bots_in_service ON bots (channel, account) WHERE removed_at IS NULL;

CREATE UNIQUE INDEX uq_bots_of_shop ON bots (shop_id, channel) WHERE removed_at IS NULL;

CREATE TABLE paces (
	channel TEXT NOT NULL, 
	account TEXT NOT NULL, 
	free_at INTEGER NOT NULL, 
	CONSTRAINT pk_paces PRIMARY KEY (channel, account)
)
 STRICT;

CREATE TABLE pauses (
	channel TEXT NOT NULL, 
	account TEXT NOT NULL, 
	chat TEXT NOT NULL, 
	until INTEGER NOT NULL, 
	CONSTRAINT pk_pauses PRIMARY KEY (channel, account, chat)
)
 STRICT;

CREATE INDEX ix_outbox_address_id_slot_at ON outbox (address_id, slot_at);

CREATE INDEX ix_shops_next_round_at ON shops (next_round_at);

CREATE INDEX ix_campaigns_not_looked ON campaigns (shop_id, kind) WHERE active = 1 AND looked_at IS NULL;

CREATE INDEX ix_broadcasts_not_selected ON broadcasts (starts_at) WHERE cancelled_at IS NULL AND selected_at IS NULL;

CREATE TABLE newcomers (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_newcomers PRIMARY KEY (id), 
	CONSTRAINT fk_newcomers_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_newcomers_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 STRICT;

CREATE INDEX ix_outbox_receipts_settled ON outbox (settled_at) WHERE at_most_once = 0 AND state IN ('sent', 'unknown', 'dropped');

CREATE INDEX ix_outbox_campaigns_settled ON outbox (settled_at) WHERE at_most_once = 1 AND state IN ('sent', 'unknown', 'dropped');

CREATE INDEX ix_occurrences_found_at ON occurrences (found_at);

CREATE INDEX ix_link_codes_expires_at ON link_codes (expires_at);

CREATE INDEX ix_newcomers_at ON newcomers (at);

CREATE TABLE findings (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	staff_id INTEGER, 
	account_id INTEGER, 
	settled_by INTEGER, 
	what TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	first_day INTEGER NOT NULL, 
	last_day INTEGER NOT NULL, 
	numbers TEXT NOT NULL, 
	found_at INTEGER NOT NULL, 
	seen_at INTEGER NOT NULL, 
	settled_at INTEGER, 
	CONSTRAINT pk_findings PRIMARY KEY (id), 
	CONSTRAINT fk_findings_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_findings_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id), 
	CONSTRAINT fk_findings_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_findings_settled_by FOREIGN KEY(settled_by) REFERENCES persons (id), 
	CONSTRAINT uq_findings_shop_id_key UNIQUE (shop_id, "key")
)
 STRICT;

CREATE TABLE looks (
	shop_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	unsure TEXT NOT NULL, 
	CONSTRAINT pk_looks PRIMARY KEY (shop_id), 
	CONSTRAINT fk_looks_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE TABLE leases (
	name TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	until INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (name)
)
 STRICT;

CREATE TABLE "counters" (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	programme_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	round INTEGER DEFAULT '1' NOT NULL, 
	balance INTEGER DEFAULT '0' NOT NULL, 
	created_at INTEGER NOT NULL, 
	last_visit_at INTEGER, refreshed_at INTEGER, 
	CONSTRAINT pk_counters PRIMARY KEY (id), 
	CONSTRAINT ck_counters_balance CHECK (balance >= 0), 
	CONSTRAINT fk_counters_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_counters_programme_id FOREIGN KEY(programme_id) REFERENCES programmes (id), 
	CONSTRAINT fk_counters_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_counters_version_id FOREIGN KEY(version_id) REFERENCES programme_versions (id), 
	CONSTRAINT uq_counters_shop_id_account_id_programme_id UNIQUE (shop_id, account_id, programme_id), 
	CONSTRAINT uq_counters_id_account_id UNIQUE (id, account_id)
)
 STRICT;

CREATE INDEX ix_counters_begun ON counters (shop_id, last_visit_at) WHERE balance > 0;

CREATE TABLE "programme_versions" (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	programme_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	rules TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	created_by INTEGER, 
	CONSTRAINT pk_programme_versions PRIMARY KEY (id), 
	CONSTRAINT fk_programme_versions_created_by FOREIGN KEY(created_by) REFERENCES persons (id), 
	CONSTRAINT fk_programme_versions_programme_id FOREIGN KEY(programme_id) REFERENCES programmes (id), 
	CONSTRAINT fk_programme_versions_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_programme_versions_shop_id_programme_id_version UNIQUE (shop_id, programme_id, version)
)
 STRICT;

CREATE TABLE "goals" (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	counter_id INTEGER NOT NULL, 
	target INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	reward_key TEXT, 
	by_date TEXT, 
	set_at INTEGER NOT NULL, 
	CONSTRAINT pk_goals PRIMARY KEY (id), 
	CONSTRAINT ck_goals_target CHECK (target > 0), 
	CONSTRAINT fk_goals_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_goals_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_goals_counter_id_account_id FOREIGN KEY(counter_id, account_id) REFERENCES counters (id, account_id), 
	CONSTRAINT uq_goals_shop_id_counter_id UNIQUE (shop_id, counter_id)
)
 STRICT;

CREATE INDEX ix_goals_shop_id ON goals (shop_id, id);

CREATE TABLE "entries" (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	counter_id INTEGER NOT NULL, 
	visit_id INTEGER, 
	voucher_id INTEGER, 
	version_id INTEGER NOT NULL, 
	staff_id INTEGER, 
	kind TEXT NOT NULL, 
	amount INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	reverses_id INTEGER, 
	reason TEXT, part TEXT, 
	CONSTRAINT pk_entries PRIMARY KEY (id), 
	CONSTRAINT ck_entries_amount CHECK (amount <> 0), 
	CONSTRAINT ck_entries_kind CHECK (kind IN ('head_start', 'visit', 'extra', 'bonus', 'gift', 'reward', 'expired', 'moved', 'reversal')), 
	CONSTRAINT ck_entries_reversal CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)), 
	CONSTRAINT fk_entries_counter_id FOREIGN KEY(counter_id) REFERENCES counters (id), 
	CONSTRAINT fk_entries_reverses_id FOREIGN KEY(reverses_id) REFERENCES entries (id), 
	CONSTRAINT fk_entries_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_entries_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id), 
	CONSTRAINT fk_entries_version_id FOREIGN KEY(version_id) REFERENCES programme_versions (id), 
	CONSTRAINT fk_entries_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT fk_entries_voucher_id FOREIGN KEY(voucher_id) REFERENCES vouchers (id)
)
 STRICT;

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END;

CREATE TRIGGER entries_own_source BEFORE INSERT ON entries WHEN NEW.reverses_id IS NOT NULL AND NEW.counter_id <> (SELECT counter_id FROM entries WHERE id = NEW.reverses_id) BEGIN SELECT RAISE(ABORT, 'A reversal is of its source''s counter.'); END;

CREATE INDEX ix_entries_shop_id ON entries (shop_id, id);

CREATE TABLE "spend_codes" (
	id INTEGER NOT NULL, 
	voucher_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	used_at INTEGER, shop_id INTEGER NOT NULL, CONSTRAINT fk_spend_codes_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT pk_spend_codes PRIMARY KEY (id), 
	CONSTRAINT fk_spend_codes_voucher_id FOREIGN KEY(voucher_id) REFERENCES vouchers (id), 
	CONSTRAINT uq_spend_codes_code UNIQUE (code)
)
 STRICT;

CREATE INDEX ix_spend_codes_expires_at ON spend_codes (expires_at);

CREATE INDEX ix_counters_shop_id_version_id_balance ON counters (shop_id, version_id, balance, last_visit_at);

CREATE INDEX ix_visits_shop_id_account_id_at ON visits (shop_id, account_id, at, undone_at, amount, counter_id);

CREATE INDEX ix_visits_shop_id_staff_id_at ON visits (shop_id, staff_id, at);

CREATE INDEX ix_vouchers_shop_id_account_id ON vouchers (shop_id, account_id);

CREATE INDEX ix_vouchers_shop_id_visit_id ON vouchers (shop_id, visit_id) WHERE visit_id IS NOT NULL;

CREATE UNIQUE INDEX uq_vouchers_slot ON vouchers (shop_id, counter_id, slot) WHERE state <> 'withdrawn';

CREATE INDEX ix_entries_shop_id_counter_id ON entries (shop_id, counter_id);

CREATE INDEX ix_entries_shop_id_visit_id ON entries (shop_id, visit_id);

CREATE INDEX ix_entries_shop_id_voucher_id ON entries (shop_id, voucher_id) WHERE voucher_id IS NOT NULL;

CREATE UNIQUE INDEX uq_entries_shop_id_reverses_id ON entries (shop_id, reverses_id) WHERE reverses_id IS NOT NULL;

CREATE INDEX ix_spend_codes_shop_id_voucher_id ON spend_codes (shop_id, voucher_id);

CREATE INDEX ix_newcomers_shop_id_account_id ON newcomers (shop_id, account_id);

CREATE INDEX ix_occurrences_shop_id_account_id_kind ON occurrences (shop_id, account_id, kind, expires_at);

CREATE INDEX ix_occurrences_shop_id_campaign_id ON occurrences (shop_id, campaign_id, id);

CREATE INDEX ix_occurrences_shop_id_voucher_id ON occurrences (shop_id, voucher_id) WHERE voucher_id IS NOT NULL;

CREATE INDEX ix_occurrences_shop_id_broadcast_id ON occurrences (shop_id, broadcast_id) WHERE broadcast_id IS NOT NULL;

CREATE INDEX ix_occurrences_broadcast_open ON occurrences (shop_id, broadcast_id) WHERE broadcast_id IS NOT NULL AND state IN ('due', 'queued');

CREATE INDEX ix_entries_shop_id_part ON entries (shop_id, part, at) WHERE part IS NOT NULL;

CREATE TABLE logos (
	shop_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	png TEXT NOT NULL, 
	CONSTRAINT pk_logos PRIMARY KEY (shop_id), 
	CONSTRAINT fk_logos_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE TABLE referrals (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	inviter_id INTEGER NOT NULL, 
	friend_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	visit_id INTEGER, 
	came_at INTEGER, 
	CONSTRAINT pk_referrals PRIMARY KEY (id), 
	CONSTRAINT fk_referrals_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_referrals_inviter_id FOREIGN KEY(inviter_id) REFERENCES accounts (id), 
	CONSTRAINT fk_referrals_friend_id FOREIGN KEY(friend_id) REFERENCES accounts (id), 
	CONSTRAINT fk_referrals_version_id FOREIGN KEY(version_id) REFERENCES programme_versions (id), 
	CONSTRAINT fk_referrals_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT uq_referrals_shop_id_friend_id UNIQUE (shop_id, friend_id)
)
 STRICT;

CREATE INDEX ix_referrals_shop_id_inviter_id_came_at ON referrals (shop_id, inviter_id, came_at);

CREATE INDEX ix_vouchers_shop_id_reward_key ON vouchers (shop_id, reward_key) WHERE state <> 'withdrawn';

CREATE TABLE errands (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	counter_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	task TEXT NOT NULL, 
	begun_at INTEGER NOT NULL, 
	state TEXT DEFAULT 'begun' NOT NULL, 
	link TEXT, 
	proof_key TEXT, 
	likeness TEXT, 
	sent_at INTEGER, 
	decided_by INTEGER, 
	decided_at INTEGER, 
	reason TEXT, 
	entry_id INTEGER, 
	CONSTRAINT pk_errands PRIMARY KEY (id), 
	CONSTRAINT ck_errands_state CHECK (state IN ('begun', 'sent', 'approved', 'refused', 'withdrawn')), 
	CONSTRAINT fk_errands_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_errands_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_errands_version_id FOREIGN KEY(version_id) REFERENCES programme_versions (id), 
	CONSTRAINT fk_errands_decided_by FOREIGN KEY(decided_by) REFERENCES staff (id), 
	CONSTRAINT fk_errands_entry_id FOREIGN KEY(entry_id) REFERENCES entries (id), 
	CONSTRAINT fk_errands_counter_id_account_id FOREIGN KEY(counter_id, account_id) REFERENCES counters (id, account_id), 
	CONSTRAINT uq_errands_shop_id_proof_key UNIQUE (shop_id, proof_key)
)
 STRICT;

CREATE INDEX ix_errands_shop_id_begun_at ON errands (shop_id, begun_at);

CREATE INDEX ix_errands_shop_id_account_id ON errands (shop_id, account_id);

CREATE INDEX ix_counters_refreshed ON counters (shop_id, refreshed_at) WHERE refreshed_at IS NOT NULL;

CREATE TABLE draw_players (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	draw_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_draw_players PRIMARY KEY (id), 
	CONSTRAINT fk_draw_players_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_draw_players_draw_id FOREIGN KEY(draw_id) REFERENCES draws (id), 
	CONSTRAINT fk_draw_players_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_draw_players_shop_id_draw_id_account_id UNIQUE (shop_id, draw_id, account_id)
)
 STRICT;

CREATE INDEX ix_draw_players_shop_id_account_id ON draw_players (shop_id, account_id);

CREATE TABLE draw_results (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	draw_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	visit_id INTEGER, 
	ticket TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	voucher_id INTEGER, 
	CONSTRAINT pk_draw_results PRIMARY KEY (id), 
	CONSTRAINT fk_draw_results_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_draw_results_draw_id FOREIGN KEY(draw_id) REFERENCES draws (id), 
	CONSTRAINT fk_draw_results_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_draw_results_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT fk_draw_results_voucher_id FOREIGN KEY(voucher_id) REFERENCES vouchers (id), 
	CONSTRAINT uq_draw_results_shop_id_draw_id_ticket UNIQUE (shop_id, draw_id, ticket)
)
 STRICT;

CREATE INDEX ix_draw_results_shop_id_account_id ON draw_results (shop_id, account_id);

CREATE TABLE challenges (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	counter_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	begun_at INTEGER NOT NULL, 
	ends_at INTEGER NOT NULL, 
	won_visit_id INTEGER, 
	CONSTRAINT pk_challenges PRIMARY KEY (id), 
	CONSTRAINT fk_challenges_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_challenges_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_challenges_version_id FOREIGN KEY(version_id) REFERENCES programme_versions (id), 
	CONSTRAINT fk_challenges_won_visit_id FOREIGN KEY(won_visit_id) REFERENCES visits (id), 
	CONSTRAINT fk_challenges_counter_id_account_id FOREIGN KEY(counter_id, account_id) REFERENCES counters (id, account_id)
)
 STRICT;

CREATE INDEX ix_challenges_shop_id_account_id ON challenges (shop_id, account_id);

CREATE INDEX ix_challenges_shop_id_ends_at ON challenges (shop_id, ends_at);

CREATE INDEX ix_entries_gifts ON entries (shop_id, at) WHERE kind = 'gift';

CREATE TABLE good_causes (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	given INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_good_causes PRIMARY KEY (id), 
	CONSTRAINT ck_good_causes_given CHECK (given >= 0), 
	CONSTRAINT fk_good_causes_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_good_causes_shop_id_name UNIQUE (shop_id, name)
)
 STRICT;

CREATE TABLE favourites (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	cause_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_favourites PRIMARY KEY (id), 
	CONSTRAINT fk_favourites_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_favourites_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_favourites_cause_id FOREIGN KEY(cause_id) REFERENCES good_causes (id), 
	CONSTRAINT uq_favourites_shop_id_account_id UNIQUE (shop_id, account_id)
)
 STRICT;

CREATE TABLE donations (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	cause_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	counter_id INTEGER NOT NULL, 
	visit_id INTEGER, 
	entry_id INTEGER, 
	amount INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	undone_at INTEGER, 
	CONSTRAINT pk_donations PRIMARY KEY (id), 
	CONSTRAINT ck_donations_amount CHECK (amount > 0), 
	CONSTRAINT fk_donations_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_donations_cause_id FOREIGN KEY(cause_id) REFERENCES good_causes (id), 
	CONSTRAINT fk_donations_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_donations_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT fk_donations_entry_id FOREIGN KEY(entry_id) REFERENCES entries (id), 
	CONSTRAINT fk_donations_counter_id_account_id FOREIGN KEY(counter_id, account_id) REFERENCES counters (id, account_id)
)
 STRICT;

CREATE INDEX ix_donations_shop_id_account_id ON donations (shop_id, account_id, cause_id, undone_at, amount);

CREATE INDEX ix_donations_shop_id_visit_id ON donations (shop_id, visit_id) WHERE visit_id IS NOT NULL;

CREATE TABLE cause_payments (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	cause_id INTEGER NOT NULL, 
	amount_minor INTEGER NOT NULL, 
	paid_on TEXT NOT NULL, 
	jpeg TEXT, 
	at INTEGER NOT NULL, 
	undone_at INTEGER, 
	CONSTRAINT pk_cause_payments PRIMARY KEY (id), 
	CONSTRAINT ck_cause_payments_amount_minor CHECK (amount_minor > 0), 
	CONSTRAINT fk_cause_payments_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_cause_payments_cause_id FOREIGN KEY(cause_id) REFERENCES good_causes (id)
)
 STRICT;

CREATE INDEX ix_cause_payments_shop_id_cause_id ON cause_payments (shop_id, cause_id);

CREATE TABLE portraits (
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	phase TEXT NOT NULL, 
	quadrant TEXT, 
	days INTEGER NOT NULL, 
	months INTEGER NOT NULL, 
	visits INTEGER NOT NULL, 
	told INTEGER NOT NULL, 
	sales_minor INTEGER, 
	cost_minor INTEGER NOT NULL, 
	unpriced INTEGER NOT NULL, 
	margin_minor INTEGER, 
	gap_days INTEGER, 
	due_on INTEGER, 
	CONSTRAINT pk_portraits PRIMARY KEY (shop_id, account_id), 
	CONSTRAINT ck_portraits_phase CHECK (phase IN ('prospect', 'first', 'repeat', 'regular', 'ambassador')), 
	CONSTRAINT ck_portraits_quadrant CHECK (quadrant IN ('friend', 'butterfly', 'barnacle', 'stranger', 'loyal', 'passing')), 
	CONSTRAINT fk_portraits_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_portraits_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 STRICT;

CREATE INDEX ix_portraits_shop_id_due_on ON portraits (shop_id, due_on);

CREATE INDEX ix_portraits_shop_id_sales_minor ON portraits (shop_id, sales_minor);

CREATE TABLE portrait_moves (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	axis TEXT NOT NULL, 
	old TEXT NOT NULL, 
	new TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_portrait_moves PRIMARY KEY (id), 
	CONSTRAINT ck_portrait_moves_axis CHECK (axis IN ('phase', 'quadrant')), 
	CONSTRAINT fk_portrait_moves_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_portrait_moves_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 STRICT;

CREATE INDEX ix_portrait_moves_at ON portrait_moves (at);

CREATE INDEX ix_portrait_moves_shop_id_at ON portrait_moves (shop_id, at);

CREATE INDEX ix_portrait_moves_shop_id_account_id ON portrait_moves (shop_id, account_id);

CREATE TABLE portrait_nights (
	shop_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	customers INTEGER NOT NULL, 
	months INTEGER NOT NULL, 
	margin_minor INTEGER, 
	top INTEGER NOT NULL, 
	top_from_minor INTEGER, 
	top_minor INTEGER, 
	sales_minor INTEGER, 
	CONSTRAINT pk_portrait_nights PRIMARY KEY (shop_id), 
	CONSTRAINT fk_portrait_nights_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE TABLE memberships (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	counter_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	item TEXT NOT NULL, 
	percent INTEGER NOT NULL, 
	cuts INTEGER NOT NULL, 
	price_minor INTEGER NOT NULL, 
	sold_at INTEGER NOT NULL, 
	sold_by INTEGER, 
	begins_at INTEGER NOT NULL, 
	ends_at INTEGER NOT NULL, 
	paused_at INTEGER, 
	resumes_at INTEGER, 
	paused_days INTEGER DEFAULT '0' NOT NULL, 
	ended_at INTEGER, 
	ended_by INTEGER, 
	refunded_minor INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_memberships PRIMARY KEY (id), 
	CONSTRAINT ck_memberships_price CHECK (price_minor > 0), 
	CONSTRAINT ck_memberships_term CHECK (ends_at >= begins_at), 
	CONSTRAINT ck_memberships_pause CHECK ((paused_at IS NULL) = (resumes_at IS NULL)), 
	CONSTRAINT ck_memberships_refund CHECK (refunded_minor BETWEEN 0 AND price_minor), 
	CONSTRAINT fk_memberships_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_memberships_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_memberships_sold_by FOREIGN KEY(sold_by) REFERENCES staff (id), 
	CONSTRAINT fk_memberships_ended_by FOREIGN KEY(ended_by) REFERENCES staff (id), 
	CONSTRAINT fk_memberships_counter_id_account_id FOREIGN KEY(counter_id, account_id) REFERENCES counters (id, account_id)
)
 STRICT;

CREATE INDEX ix_memberships_shop_id_account_id ON memberships (shop_id, account_id);

CREATE INDEX ix_memberships_shop_id_sold_at ON memberships (shop_id, sold_at);

CREATE INDEX ix_memberships_shop_id_ends_at ON memberships (shop_id, ends_at);

CREATE TABLE benefits (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	membership_id INTEGER NOT NULL, 
	slot TEXT, 
	at INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	bill_minor INTEGER, 
	off_minor INTEGER, 
	undone_at INTEGER, 
	undone_by INTEGER, 
	CONSTRAINT pk_benefits PRIMARY KEY (id), 
	CONSTRAINT fk_benefits_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_benefits_membership_id FOREIGN KEY(membership_id) REFERENCES memberships (id), 
	CONSTRAINT fk_benefits_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id), 
	CONSTRAINT fk_benefits_undone_by FOREIGN KEY(undone_by) REFERENCES staff (id)
)
 STRICT;

CREATE INDEX ix_benefits_shop_id_membership_id ON benefits (shop_id, membership_id);

CREATE INDEX ix_benefits_shop_id_at ON benefits (shop_id, at);

CREATE UNIQUE INDEX uq_benefits_slot ON benefits (shop_id, membership_id, slot) WHERE undone_at IS NULL;

CREATE TABLE payments (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	membership_id INTEGER, 
	name TEXT NOT NULL, 
	charge TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	amount_minor INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_payments PRIMARY KEY (id), 
	CONSTRAINT fk_payments_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_payments_membership_id FOREIGN KEY(membership_id) REFERENCES memberships (id), 
	CONSTRAINT uq_payments_shop_id_charge UNIQUE (shop_id, charge)
)
 STRICT;

CREATE INDEX ix_payments_shop_id_membership_id ON payments (shop_id, membership_id);

CREATE TABLE coalitions (
	shop_id INTEGER NOT NULL, 
	notice_days INTEGER NOT NULL, 
	settled TEXT NOT NULL, 
	proposal TEXT, 
	proposed_by INTEGER, closed_line INTEGER DEFAULT '0' NOT NULL, closed_until INTEGER, 
	CONSTRAINT pk_coalitions PRIMARY KEY (shop_id), 
	CONSTRAINT fk_coalitions_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_coalitions_proposed_by FOREIGN KEY(proposed_by) REFERENCES shops (id)
)
 STRICT;

CREATE TABLE partners (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	partner_id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	joined_at INTEGER NOT NULL, 
	agreed_at INTEGER, 
	leaves_at INTEGER, 
	left_at INTEGER, 
	CONSTRAINT pk_partners PRIMARY KEY (id), 
	CONSTRAINT fk_partners_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_partners_partner_id FOREIGN KEY(partner_id) REFERENCES shops (id), 
	CONSTRAINT fk_partners_branch_id FOREIGN KEY(branch_id) REFERENCES branches (id)
)
 STRICT;

CREATE INDEX ix_partners_shop_id ON partners (shop_id, id);

CREATE UNIQUE INDEX uq_partners_in_force ON partners (partner_id) WHERE left_at IS NULL;

CREATE TABLE coalition_invites (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	created_by INTEGER, 
	created_at INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	partner_id INTEGER, 
	CONSTRAINT pk_coalition_invites PRIMARY KEY (id), 
	CONSTRAINT fk_coalition_invites_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_coalition_invites_created_by FOREIGN KEY(created_by) REFERENCES persons (id), 
	CONSTRAINT fk_coalition_invites_partner_id FOREIGN KEY(partner_id) REFERENCES shops (id), 
	CONSTRAINT uq_coalition_invites_digest UNIQUE (digest)
)
 STRICT;

CREATE INDEX ix_coalition_invites_shop_id ON coalition_invites (shop_id, id);

CREATE TABLE debts (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	month TEXT NOT NULL, 
	debtor_id INTEGER NOT NULL, 
	creditor_id INTEGER NOT NULL, 
	minor INTEGER NOT NULL, 
	paid_at INTEGER, 
	paid_by INTEGER, 
	CONSTRAINT pk_debts PRIMARY KEY (id), 
	CONSTRAINT ck_debts_minor CHECK (minor > 0), 
	CONSTRAINT fk_debts_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_debts_debtor_id FOREIGN KEY(debtor_id) REFERENCES shops (id), 
	CONSTRAINT fk_debts_creditor_id FOREIGN KEY(creditor_id) REFERENCES shops (id), 
	CONSTRAINT fk_debts_paid_by FOREIGN KEY(paid_by) REFERENCES persons (id), 
	CONSTRAINT uq_debts_shop_id_month_debtor_id_creditor_id UNIQUE (shop_id, month, debtor_id, creditor_id)
)
 STRICT;

CREATE TABLE introductions (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	partner_id INTEGER NOT NULL, 
	given_at INTEGER NOT NULL, 
	withdrawn_at INTEGER, 
	CONSTRAINT pk_introductions PRIMARY KEY (id), 
	CONSTRAINT fk_introductions_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_introductions_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_introductions_partner_id FOREIGN KEY(partner_id) REFERENCES shops (id)
)
 STRICT;

CREATE UNIQUE INDEX uq_introductions_given ON introductions (shop_id, account_id, partner_id) WHERE withdrawn_at IS NULL;

CREATE TABLE treatments (
	shop_id INTEGER NOT NULL, 
	whom TEXT NOT NULL, 
	held TEXT NOT NULL, 
	short INTEGER NOT NULL, 
	most_offer_minor INTEGER, 
	gap_days INTEGER NOT NULL, 
	cue TEXT, 
	CONSTRAINT pk_treatments PRIMARY KEY (shop_id, whom), 
	CONSTRAINT ck_treatments_short CHECK (short IN (0, 1)), 
	CONSTRAINT ck_treatments_most_offer_minor CHECK (most_offer_minor >= 0), 
	CONSTRAINT ck_treatments_gap_days CHECK (gap_days > 0), 
	CONSTRAINT fk_treatments_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE TABLE chosen_lines (
	shop_id INTEGER NOT NULL, 
	months INTEGER, 
	margin_minor INTEGER, 
	CONSTRAINT pk_chosen_lines PRIMARY KEY (shop_id), 
	CONSTRAINT ck_chosen_lines_months CHECK (months BETWEEN 1 AND 12), 
	CONSTRAINT ck_chosen_lines_margin_minor CHECK (margin_minor > 0), 
	CONSTRAINT fk_chosen_lines_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE TABLE "draws" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	shop_id INTEGER NOT NULL, 
	form TEXT NOT NULL, 
	prize TEXT NOT NULL, 
	cost_minor INTEGER NOT NULL, 
	prizes INTEGER NOT NULL, 
	one_in INTEGER, 
	free INTEGER NOT NULL, 
	begins_at INTEGER NOT NULL, 
	ends_at INTEGER NOT NULL, 
	seed TEXT NOT NULL, 
	commitment TEXT NOT NULL, 
	opened_by INTEGER, 
	drawn_at INTEGER, 
	listed INTEGER DEFAULT '0' NOT NULL, 
	tickets TEXT, 
	CONSTRAINT ck_draws_form CHECK (form IN ('tickets', 'scratch')), 
	CONSTRAINT ck_draws_one_in CHECK ((form = 'scratch') = (one_in IS NOT NULL)), 
	CONSTRAINT ck_draws_prizes CHECK (prizes > 0), 
	CONSTRAINT ck_draws_cost_minor CHECK (cost_minor >= 0), 
	CONSTRAINT ck_draws_free CHECK (free IN (0, 1)), 
	CONSTRAINT fk_draws_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_draws_opened_by FOREIGN KEY(opened_by) REFERENCES staff (id)
)
 STRICT;

CREATE INDEX ix_draws_shop_id ON draws (shop_id, id);

CREATE UNIQUE INDEX uq_draws_running ON draws (shop_id) WHERE drawn_at IS NULL;

CREATE TABLE "proofs" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	shop_id INTEGER NOT NULL, 
	errand_id INTEGER NOT NULL, 
	jpeg TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT fk_proofs_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_proofs_errand_id FOREIGN KEY(errand_id) REFERENCES errands (id)
)
 STRICT;

CREATE INDEX ix_proofs_shop_id_errand_id ON proofs (shop_id, errand_id);

CREATE INDEX ix_proofs_at ON proofs (at);

CREATE TABLE tags (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	avoided INTEGER DEFAULT '0' NOT NULL, gone_at INTEGER, 
	CONSTRAINT pk_tags PRIMARY KEY (id), 
	CONSTRAINT ck_tags_avoided CHECK (avoided IN (0, 1)), 
	CONSTRAINT fk_tags_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_tags_shop_id_name UNIQUE (shop_id, name)
)
 STRICT;

CREATE TABLE items (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	gone_at INTEGER, others TEXT DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_items PRIMARY KEY (id), 
	CONSTRAINT fk_items_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_items_shop_id_label UNIQUE (shop_id, label)
)
 STRICT;

CREATE TABLE item_tags (
	shop_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	CONSTRAINT pk_item_tags PRIMARY KEY (shop_id, item_id, tag_id), 
	CONSTRAINT fk_item_tags_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_item_tags_item_id FOREIGN KEY(item_id) REFERENCES items (id), 
	CONSTRAINT fk_item_tags_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id)
)
 STRICT;

CREATE TABLE purchases (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	visit_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_purchases PRIMARY KEY (id), 
	CONSTRAINT fk_purchases_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_purchases_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_purchases_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT fk_purchases_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
 STRICT;

CREATE INDEX ix_purchases_at ON purchases (at);

CREATE INDEX ix_purchases_shop_id_visit_id ON purchases (shop_id, visit_id);

CREATE INDEX ix_purchases_shop_id_account_id_at ON purchases (shop_id, account_id, at);

CREATE TABLE likes (
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	answer TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_likes PRIMARY KEY (shop_id, account_id, tag_id), 
	CONSTRAINT ck_likes_answer CHECK (answer IN ('yes', 'no', 'either')), 
	CONSTRAINT fk_likes_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_likes_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_likes_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id)
)
 STRICT;

CREATE TABLE shared_cards (
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_shared_cards PRIMARY KEY (shop_id, account_id), 
	CONSTRAINT fk_shared_cards_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_shared_cards_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 STRICT;

CREATE TABLE coalition_months (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	month TEXT NOT NULL, 
	branch_id INTEGER NOT NULL, 
	given INTEGER NOT NULL, 
	spent INTEGER NOT NULL, 
	ran_out INTEGER NOT NULL, 
	CONSTRAINT pk_coalition_months PRIMARY KEY (id), 
	CONSTRAINT fk_coalition_months_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_coalition_months_branch_id FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT uq_coalition_months_shop_id_month_branch_id UNIQUE (shop_id, month, branch_id)
)
 STRICT;

CREATE INDEX ix_entries_moved ON entries (shop_id, at) WHERE kind = 'moved';

CREATE TABLE experiments (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	step TEXT DEFAULT '' NOT NULL, 
	language TEXT DEFAULT '' NOT NULL, 
	hypothesis TEXT NOT NULL, 
	expected INTEGER NOT NULL, 
	a TEXT NOT NULL, 
	b TEXT NOT NULL, 
	begun_at INTEGER NOT NULL, 
	found TEXT, 
	answered_at INTEGER, 
	ended_at INTEGER, 
	ending TEXT, filter_id INTEGER CONSTRAINT fk_experiments_filter_id REFERENCES filters (id), 
	CONSTRAINT pk_experiments PRIMARY KEY (id), 
	CONSTRAINT ck_experiments_subject CHECK (subject IN ('wording', 'offer', 'hour', 'dose')), 
	CONSTRAINT ck_experiments_ending CHECK (ending IN ('taken', 'kept', 'stopped', 'changed')), 
	CONSTRAINT ck_experiments_ended CHECK ((ended_at IS NULL) = (ending IS NULL)), 
	CONSTRAINT fk_experiments_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_experiments_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
)
 STRICT;

CREATE UNIQUE INDEX uq_experiments_running ON experiments (shop_id, campaign_id) WHERE ended_at IS NULL;

CREATE INDEX ix_experiments_shop_id ON experiments (shop_id, ended_at);

CREATE TRIGGER experiments_final BEFORE UPDATE ON experiments WHEN OLD.ended_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'An experiment that has ended stays as it is.'); END;

CREATE TRIGGER experiments_kept BEFORE DELETE ON experiments  BEGIN SELECT RAISE(ABORT, 'An experiment that has ended stays as it is.'); END;

CREATE INDEX ix_occurrences_shop_id_experiment_id ON occurrences (shop_id, experiment_id) WHERE experiment_id IS NOT NULL;

CREATE TABLE improvements (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	told_by INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_improvements PRIMARY KEY (id), 
	CONSTRAINT fk_improvements_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_improvements_told_by FOREIGN KEY(told_by) REFERENCES persons (id)
)
 STRICT;

CREATE INDEX ix_improvements_shop_id_at ON improvements (shop_id, at);

CREATE INDEX ix_improvements_told_by ON improvements (told_by);

CREATE TABLE letters (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	shop_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	state TEXT DEFAULT 'open' NOT NULL, 
	entry_id INTEGER, 
	improvement_id INTEGER, 
	muted_at INTEGER, 
	CONSTRAINT ck_letters_state CHECK (state IN ('open', 'answered', 'done')), 
	CONSTRAINT fk_letters_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_letters_person_id FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_letters_entry_id FOREIGN KEY(entry_id) REFERENCES entries (id), 
	CONSTRAINT fk_letters_improvement_id FOREIGN KEY(improvement_id) REFERENCES improvements (id)
)
 STRICT;

CREATE INDEX ix_letters_shop_id_state ON letters (shop_id, state, id);

CREATE INDEX ix_letters_person_id_at ON letters (person_id, at);

CREATE INDEX ix_letters_improved ON letters (shop_id, improvement_id) WHERE improvement_id IS NOT NULL;

CREATE TABLE letter_answers (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	answered_by INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_letter_answers PRIMARY KEY (id), 
	CONSTRAINT fk_letter_answers_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_letter_answers_letter_id FOREIGN KEY(letter_id) REFERENCES letters (id), 
	CONSTRAINT fk_letter_answers_answered_by FOREIGN KEY(answered_by) REFERENCES persons (id)
)
 STRICT;

CREATE INDEX ix_letter_answers_shop_id_letter_id ON letter_answers (shop_id, letter_id);

CREATE INDEX ix_letter_answers_answered_by ON letter_answers (answered_by);

CREATE TABLE letter_subjects (
	shop_id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	CONSTRAINT pk_letter_subjects PRIMARY KEY (shop_id, letter_id, staff_id), 
	CONSTRAINT fk_letter_subjects_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_letter_subjects_letter_id FOREIGN KEY(letter_id) REFERENCES letters (id), 
	CONSTRAINT fk_letter_subjects_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
)
 STRICT;

CREATE TABLE questions (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	text TEXT NOT NULL, 
	since INTEGER NOT NULL, 
	ended_at INTEGER, others TEXT DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (id), 
	CONSTRAINT ck_questions_name CHECK (name IN ('recommend', 'value', 'motive', 'own')), 
	CONSTRAINT fk_questions_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE UNIQUE INDEX uq_questions_asked ON questions (shop_id, name) WHERE ended_at IS NULL;

CREATE TABLE opinions (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	visit_id INTEGER NOT NULL, 
	question_id INTEGER NOT NULL, 
	visited_at INTEGER NOT NULL, 
	answer INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_opinions PRIMARY KEY (id), 
	CONSTRAINT fk_opinions_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_opinions_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_opinions_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT fk_opinions_question_id FOREIGN KEY(question_id) REFERENCES questions (id), 
	CONSTRAINT uq_opinions_shop_id_visit_id UNIQUE (shop_id, visit_id)
)
 STRICT;

CREATE INDEX ix_opinions_shop_id_question_id ON opinions (shop_id, question_id, visited_at);

CREATE INDEX ix_opinions_shop_id_account_id ON opinions (shop_id, account_id, question_id, visited_at);

CREATE TABLE offer_tags (
	shop_id INTEGER NOT NULL, 
	offer TEXT NOT NULL, 
	tag_id INTEGER NOT NULL, 
	"exclusive" INTEGER NOT NULL, 
	CONSTRAINT pk_offer_tags PRIMARY KEY (shop_id, offer, tag_id), 
	CONSTRAINT ck_offer_tags_exclusive CHECK (exclusive IN (0, 1)), 
	CONSTRAINT fk_offer_tags_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_offer_tags_tag_id FOREIGN KEY(tag_id) REFERENCES tags (id)
)
 STRICT;

CREATE TABLE attributes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	shop_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	created_at INTEGER NOT NULL, 
	CONSTRAINT fk_attributes_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_attributes_shop_id_name UNIQUE (shop_id, name)
)
 STRICT;

CREATE TABLE customer_facts (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	value TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_customer_facts PRIMARY KEY (id), 
	CONSTRAINT fk_customer_facts_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_customer_facts_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_customer_facts_shop_id_account_id_what UNIQUE (shop_id, account_id, what)
)
 STRICT;

CREATE INDEX ix_customer_facts_shop_id_what ON customer_facts (shop_id, what, value);

CREATE TABLE filters (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	quadrant TEXT NOT NULL, 
	phase TEXT NOT NULL, 
	branch_id INTEGER NOT NULL, 
	programme_id INTEGER NOT NULL, 
	created_at INTEGER NOT NULL, 
	closed_at INTEGER, noted TEXT DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_filters PRIMARY KEY (id), 
	CONSTRAINT fk_filters_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id)
)
 STRICT;

CREATE INDEX ix_filters_shop_id ON filters (shop_id);

CREATE TABLE alerts (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_alerts PRIMARY KEY (id), 
	CONSTRAINT ck_alerts_what CHECK (what IN ('overdue', 'discounts')), 
	CONSTRAINT fk_alerts_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_alerts_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
)
 STRICT;

CREATE INDEX ix_alerts_at ON alerts (at);

CREATE INDEX ix_alerts_shop_id_account_id ON alerts (shop_id, account_id);

CREATE INDEX ix_alerts_shop_id_at ON alerts (shop_id, at);

CREATE TABLE events (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	starts_at INTEGER NOT NULL, 
	seats INTEGER NOT NULL, 
	opened_by INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	cancelled_at INTEGER, branch_id INTEGER CONSTRAINT fk_events_branch_id REFERENCES branches (id), gift_amount INTEGER, 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT ck_events_seats CHECK (seats > 0), 
	CONSTRAINT fk_events_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_events_opened_by FOREIGN KEY(opened_by) REFERENCES persons (id)
)
 STRICT;

CREATE INDEX ix_events_shop_id_starts_at ON events (shop_id, starts_at);

CREATE INDEX ix_events_opened_by ON events (opened_by);

CREATE TABLE event_guests (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	seat TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_event_guests PRIMARY KEY (id), 
	CONSTRAINT ck_event_guests_seat CHECK (seat IN ('coming', 'waiting', 'away')), 
	CONSTRAINT fk_event_guests_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_event_guests_event_id FOREIGN KEY(event_id) REFERENCES events (id), 
	CONSTRAINT fk_event_guests_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_event_guests_shop_id_event_id_account_id UNIQUE (shop_id, event_id, account_id)
)
 STRICT;

CREATE INDEX ix_event_guests_shop_id_account_id ON event_guests (shop_id, account_id);

CREATE TABLE link_openings (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	opened INTEGER NOT NULL, 
	CONSTRAINT pk_link_openings PRIMARY KEY (id), 
	CONSTRAINT ck_link_openings_opened CHECK (opened > 0), 
	CONSTRAINT fk_link_openings_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT uq_link_openings_shop_id_at UNIQUE (shop_id, at)
)
 STRICT;

CREATE INDEX ix_link_openings_at ON link_openings (at);

CREATE TABLE till_totals (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	branch_id INTEGER, 
	month TEXT NOT NULL, 
	total_minor INTEGER NOT NULL, 
	told_at INTEGER NOT NULL, 
	CONSTRAINT pk_till_totals PRIMARY KEY (id), 
	CONSTRAINT ck_till_totals_total_minor CHECK (total_minor > 0), 
	CONSTRAINT fk_till_totals_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_till_totals_branch_id FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT uq_till_totals_shop_id_month_branch_id UNIQUE (shop_id, month, branch_id)
)
 STRICT;

CREATE UNIQUE INDEX uq_till_totals_whole ON till_totals (shop_id, month) WHERE branch_id IS NULL;

CREATE TABLE targets (
	id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	branch_id INTEGER, 
	metric TEXT NOT NULL, 
	value INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	by_date TEXT NOT NULL, 
	set_at INTEGER NOT NULL, 
	CONSTRAINT pk_targets PRIMARY KEY (id), 
	CONSTRAINT ck_targets_metric CHECK (metric IN ('sales', 'visits', 'new', 'customers')), 
	CONSTRAINT ck_targets_value CHECK (value > 0), 
	CONSTRAINT fk_targets_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id), 
	CONSTRAINT fk_targets_branch_id FOREIGN KEY(branch_id) REFERENCES branches (id), 
	CONSTRAINT uq_targets_shop_id_metric_branch_id UNIQUE (shop_id, metric, branch_id)
)
 STRICT;

CREATE UNIQUE INDEX uq_targets_whole ON targets (shop_id, metric) WHERE branch_id IS NULL;

CREATE INDEX ix_accounts_closed ON accounts (shop_id, closed_at) WHERE closed_at IS NOT NULL;

INSERT INTO alembic_version (version_num) VALUES ('0095');

