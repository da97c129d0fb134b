/** Everything in the seed 001, donation migration. See `readSeedItems` for the notation. */
export const donationMigration = `
list Migration files
  001_enums.sql
  002_transactions.sql
  003_wallets.sql
  004_wallet_ledger_entries.sql
  005_donation_messages.sql
table transaction_status
  transaction_status
  transaction_status = PENDING PAID SETTLED FAILED REFUNDED
table wallet_type
  wallet_type
  wallet_type = CASH PENDING PLATFORM
table ledger_entry_type
  ledger_entry_type
  ledger_entry_type = DEPOSIT WITHDRAW TRANSFER FEE REFUND ADJUSTMENT
table ledger_source_type
  ledger_source_type
  ledger_source_type = TRANSACTION LEDGER
table media_provider
  media_provider
  media_provider = YOUTUBE
table donation_media_type
  donation_media_type
  donation_media_type = NONE TTS YOUTUBE
table transactions
  id payer_user_id payee_user_id amount CHECK(amount>0) fee_fixed fee_percentage fee_amount
  net_amount rounding_amount rounding_strategy currency status external_reference meta
  created_at paid_at settled_at CHECK(fee_amount+net_amount=amount) idx_transactions_payee
  idx_transactions_status idx_transactions_external_reference
  rounding_strategy = FLOOR_TO_PLATFORM
  status = PENDING
table wallets
  id user_id type name slug balance created_at UNIQUE(user_id,type) UNIQUE(user_id,slug)
table wallet_ledger_entries
  id wallet_id entry_type amount CHECK(amount<>0) currency source_type source_id fee_fixed
  fee_percentage fee_amount net_amount description meta created_at idx_wallet_ledger_wallet
  idx_wallet_ledger_source
table donation_messages
  id transaction_id streamer_user_id donor_name message is_anonymous media_type tts_language
  tts_voice media_provider media_video_id media_start_seconds CHECK(media_start_seconds>=0)
  media_end_seconds CHECK(media_end_seconds>=0) media_duration_seconds
  CHECK(media_duration_seconds>=0) played_at meta created_at UNIQUE(transaction_id)
  idx_donation_messages_streamer_unplayed
  media_type = NONE
list Relations, flow and checklist
  transactions is a pure financial source without UX
  transactions do not know donations
  Safe for audit and ledger replay
  Refund and chargeback go through transactions
  wallets is a read model and projection
  wallet_ledger_entries is the financial source of truth
  The ledger is immutable
  The ledger is replayable
  The ledger is audit-safe
  A wallet balance can always be rebuilt
  donation_messages is an experience layer, fully apart
  A donation derives from a transaction
  The overlay only renders
  Backend controller with a Redis queue
  The database stores only facts that happened
  Relation: transactions 1 to 0..1 donation_messages
  Relation: transactions 1 to N wallet_ledger_entries
  Relation: wallets 1 to N wallet_ledger_entries
  Flow: payment provider
  Flow: transactions become PAID
  Flow: wallet_ledger_entries in one atomic transaction
  Flow: wallets.balance is projected
  Flow: donation_messages as a UX fact
  Flow: Redis queue
  Flow: overlay render
  Flow: WS FINISHED
  Flow: played_at is updated
  Checklist: wallet and ledger stay whole
  Checklist: donation domain is clean
  Checklist: overlay is dumb
  Checklist: backend is authoritative
  Checklist: Redis is runtime only
  Checklist: monolith ready to become microservices
  Checklist: audit and replay are safe
  Next step: SQL rebuild of wallet balance
  Next step: Redis queue schema (ZSET)
  Next step: donation dispatcher state machine
  Next step: refund and ledger reversal
  Next step: sqlc and Go repository layer
`;
