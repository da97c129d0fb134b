/** Everything in the seed 000, service ERD. See `readSeedItems` for the notation. */
export const serviceErd = `
list Services and their stores
  Auth service: identity database (PostgreSQL)
  Backend gateway: stateless edge, no database
  Transaction orchestrator: workflow DB (PostgreSQL)
  Wallet command service: operational state (PostgreSQL)
  Ledger command service: accounting truth (PostgreSQL)
  Wallet query service: read model (Redis and ClickHouse)
  Ledger query service: audit read model (ClickHouse)
  Global read model: analytics (ClickHouse or DuckDB)
  Risk and fraud service: feature store
  Vector service: vector DB
  Notification service
table USERS
  id user_ref email password_hash status created_at updated_at
  status = PENDING ACTIVE SUSPENDED
table USER_OTPS
  id user_id otp_code expires_at used_at created_at
table REFRESH_TOKENS
  id user_id token_hash expires_at revoked_at created_at
table TRANSACTIONS
  id transaction_ref user_ref type status idempotency_key created_at updated_at
  type = TRANSFER TOPUP
  status = INIT WALLET_OK LEDGER_OK COMPLETED FAILED
table TRANSACTION_STEPS
  id transaction_id step status error_reason created_at
  step = WALLET LEDGER
  status = SUCCESS FAILED
table WALLETS
  id wallet_ref user_ref currency balance status created_at updated_at
  status = ACTIVE FROZEN
table WALLET_MUTATIONS
  id wallet_id transaction_ref mutation_type amount balance_after created_at
  mutation_type = DEBIT CREDIT
table LEDGER_ACCOUNTS
  id account_ref owner_type owner_ref currency created_at
  owner_type = WALLET SYSTEM
table LEDGER_JOURNALS
  id journal_ref transaction_ref created_at
table LEDGER_ENTRIES
  id journal_id account_id entry_type amount created_at
  entry_type = DEBIT CREDIT
table wallet_balances_view
  wallet_ref user_ref currency balance last_updated
table wallet_transactions_view
  transaction_ref wallet_ref mutation_type amount created_at
table ledger_entries_view
  journal_ref transaction_ref account_ref entry_type amount created_at
table transaction_facts
  transaction_ref user_ref amount currency type status created_at
table daily_wallet_snapshot
  wallet_ref date opening_balance closing_balance total_debit total_credit
table risk_scores
  transaction_ref risk_score reason created_at
table transaction_embeddings
  transaction_ref embedding created_at
table notifications
  id event_type reference_ref channel status created_at
  channel = WA Telegram
  status = SENT FAILED
table outbox_events
  id aggregate_type aggregate_ref event_type payload created_at published
list Cache keys
  wallet:{wallet_ref}:balance
list Rules and notes
  user_ref is the subject (sub) of the JWT
  user_ref is what auth events carry
  Users have no relation to wallet or ledger tables
  OTPs and refresh tokens are appended or revoked, never edited
  transaction_ref is used in ledger, events and audit
  The orchestrator is not the source of truth about money
  A wallet's balance is operational state
  wallet_ref is used by API and events
  Wallets never join the ledger
  Invariant: sum of DEBIT equals sum of CREDIT per journal_ref
  Invariant: ledger rows get no UPDATE
  Invariant: ledger rows get no DELETE
  The ledger never joins wallet tables
  The ledger knows only transaction_ref and account_ref
  Wallet read model is built from events
  Wallet read model may be dropped and rebuilt
  Wallet read model never writes to the core database
  Ledger read model is for admins and auditors only
  Ledger read model is immutable
  Global read model is cross-domain
  Global read model serves BI, fraud and AI
  Global read model is not the source of truth
  Risk is advisory only
  Risk does not block a transaction
  A notification's reference_ref is a transaction_ref or wallet_ref
  Golden rule 1, JOIN: internal joins use id (UUID)
  Golden rule 2, EXPOSE: API, event and log show *_ref (ULID)
  Golden rule 3, LEDGER: the ledger never joins another database
  Golden rule 4, EVENT: an event never sends an internal UUID
`;
