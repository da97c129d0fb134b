/** Everything in the seed 004, Fidalex bank. See `readSeedItems` for the notation. */
export const fidalexBank = `
table users
  user_id username email password_hash full_name phone_number is_active created_at updated_at
  idx_users_email
table roles
  role_id role_name description
table user_roles
  user_id role_id assigned_at PRIMARYKEY(user_id,role_id)
table refresh_tokens
  token_id user_id token expires_at created_at revoked idx_refresh_tokens_user
table password_reset_requests
  request_id user_id reset_token expires_at created_at is_used idx_prr_user
table customers
  customer_id first_name last_name date_of_birth email phone_number address kyc_status
  kyc_metadata created_at updated_at idx_customers_email idx_customers_kyc_status
  idx_customers_address_gin chk_kyc_status address.line1 address.city kyc_metadata.documents
  kyc_metadata.verified_by
  kyc_status = PENDING VERIFIED REJECTED
table accounts
  account_id customer_id account_number account_type currency balance status opened_at closed_at
  updated_at idx_accounts_customer idx_accounts_status chk_account_type chk_account_status
  status = ACTIVE CLOSED FROZEN PENDING
  account_type = CHECKING SAVINGS LOAN CREDIT
table account_settings
  account_id overdraft_limit daily_withdrawal_limit notifications_enabled
table account_logs
  log_id account_id change_type old_value new_value changed_by change_ts
  idx_account_logs_account
  change_type = CREATED UPDATED CLOSED BALANCE_ADJUST
table transactions
  transaction_id account_id related_account_id transaction_type amount currency status
  created_at completed_at description metadata idx_transactions_acc_status
  idx_transactions_created_at idx_transactions_related_acc chk_tran_type chk_tran_status
  status = PENDING SUCCESS FAILED REVERSED
  transaction_type = DEPOSIT WITHDRAWAL TRANSFER FEE REVERSAL
table transaction_audit
  audit_id transaction_id audit_event old_status new_status changed_by event_ts
  idx_ta_transaction
  audit_event = CREATED STATUS_UPDATED REVERSED
table transaction_balance_snapshot
  snapshot_id account_id balance_snapshot snapshot_ts idx_balance_snapshot_acc_time
table payments
  payment_id account_id external_reference payment_method amount currency status initiated_at
  completed_at metadata UNIQUE(account_id,external_reference) idx_payments_acc_status
  idx_payments_initiated_at chk_payment_method chk_payment_status
  status = INITIATED PENDING COMPLETED FAILED REVERSED
  payment_method = ACH WIRE CARD EXTERNAL
table payment_attempts
  attempt_id payment_id attempt_ts status response_code response_message idx_pa_payment
  status = REQUESTED PROCESSING SUCCESS FAILED
table scheduled_payments
  schedule_id account_id amount currency frequency next_run_date end_date is_active created_at
  updated_at idx_sp_acc_date chk_sp_frequency
  frequency = DAILY WEEKLY MONTHLY YEARLY
table loan_applications
  application_id customer_id amount_requested term_months purpose status submitted_at
  reviewed_at decision_by idx_la_cust_status chk_la_status
  status = SUBMITTED UNDER_REVIEW APPROVED REJECTED
table loan_accounts
  loan_id application_id customer_id principal_amount outstanding_balance interest_rate
  start_date end_date status created_at updated_at idx_la_loan_cust chk_la_acc_status
  status = ACTIVE CLOSED DEFAULTED
table loan_payments
  payment_id loan_id due_date payment_amount paid_amount paid_date status idx_lp_loan_due
  chk_lp_status
  status = DUE PAID LATE DEFAULTED
table credit_reports
  report_id customer_id report_source fetched_at report_data idx_cr_cust idx_cr_source
  idx_cr_report_data_gin
table loan_decision_logs
  log_id application_id decision decision_by decision_score comments decision_ts idx_ldl_app
  decision = AUTO_APPROVED AUTO_REJECTED MANUAL_APPROVED MANUAL_REJECTED
table conversations
  _id conversation_id user_id started_at ended_at metadata metadata.device metadata.location
  metadata.intent_detected
table messages
  _id message_id conversation_id message_text timestamp sender_type nlp_metadata
  nlp_metadata.intent nlp_metadata.entities nlp_metadata.confidence
  sender_type = USER BOT
table intents
  _id name training_phrases response_templates created_at updated_at
table embeddings
  _id text_chunk vector created_at
table dim_date
  date_id year quarter month day day_of_week
  - populated by generate_series 2000-2050
table dim_account
  account_id customer_id account_type opened_year status idx_dim_account_cust
table dim_branch
  branch_id branch_name region
table fact_transactions
  transaction_id account_id branch_id date_id amount transaction_type status idx_ft_account_date
  idx_ft_branch_date fact_transactions_2025q1 fact_transactions_2025q2
  - PARTITION BY RANGE (date_id)
table fact_account_balance
  snapshot_id account_id date_id balance idx_fab_acc_date fact_account_balance_2025
  - PARTITION BY RANGE (date_id)
table mv_daily_branch_summary
  idx_mv_dbs_date_branch date_id branch_id total_transactions total_volume total_success_volume
  - REFRESH MATERIALIZED VIEW CONCURRENTLY nightly
list Endpoints
  POST /auth/register
  POST /auth/login
  POST /auth/refresh
  POST /auth/logout
  GET /auth/me
  GET /customers
  GET /customers/{id}
  POST /customers
  PUT /customers/{id}
  GET /accounts/{id}
  POST /accounts
  PUT /accounts/{id}
  GET /accounts/{id}/balance
  GET /accounts/{id}/settings
  POST /transactions/transfer
  GET /transactions/{id}
  GET /accounts/{id}/transactions
  GET /transactions?status={status}&date_from={…}&…
  POST /payments
  GET /payments/{id}
  GET /accounts/{id}/payments
  POST /payments/schedule
  GET /payments/scheduled/{schedule_id}
  DELETE /payments/schedule/{schedule_id}
  POST /loans/apply
  GET /loans/applications/{id}
  GET /loans/customers/{customer_id}/applications
  GET /loans/{loan_id}
  GET /loans/{loan_id}/payments
  POST /loans/{loan_id}/pay
  GET /creditscore/{customer_id}
  GET /creditreports/{customer_id}
  POST /chat/start
  POST /chat/message
  GET /chat/{conversation_id}/messages
  GET /intents
  POST /intents
  GET /embeddings/{text}
  GET /analytics/daily-summary?date={YYYY-MM-DD}
  GET /analytics/transactions?start={…}&end={…}&branch_id={…}
  GET /analytics/accounts-report?date={YYYY-MM-DD}
  GET /analytics/loans-report?start={…}&end={…}
  GET /analytics/customers-growth?start={…}&end={…}
list Cache keys
  lock:acct:{account_id}
  txn:pending:{transaction_id}
  payment:idempotency:{account_id}:{external_reference}
  rl:payment:{account_id}
  loan:features:{customer_id}
  session:{conversation_id}
  rl:chat:{conversation_id}
list Topics
  transaction.completed
  payment.processed
  loan.decided
  customer.updated
table transaction.completed
  transaction_id account_id related_account_id amount currency timestamp status
  - consumer Insights Service
  - consumer Loan Service
table payment.processed
  payment_id account_id amount currency timestamp status
  - consumer Insights Service
table loan.decided
  application_id customer_id status decision_score timestamp
  - consumer Account Service
  - consumer Insights Service
table customer.updated
  customer_id change_type updated_fields timestamp
  - consumer Chatbot Service
  - consumer Insights Service
list Deployment and connections
  PostgreSQL 14+ for auth, account, transaction, payment, loan and insights
  Kubernetes StatefulSet or managed database, namespace fidalex-bank
  HA: primary and 2 read replicas with streaming replication (Patroni)
  HA: multi-AZ for account and loan databases
  Extension pgcrypto
  Extension pg_partman
  Extension pg_cron
  Extension timescaledb
  Extension postgres_fdw
  Extension jsonb
  Citus as an alternative for insights
  Secret auth-db-credentials: POSTGRES_USER, POSTGRES_PASSWORD, DATABASE_URL
  Secret account-db-credentials: POSTGRES_USER, POSTGRES_PASSWORD, DATABASE_URL
  Secret transaction-db-credentials: POSTGRES_USER, POSTGRES_PASSWORD, DATABASE_URL, REDIS_URL, KAFKA_BROKERS
  Secret payment-db-credentials: POSTGRES_USER, POSTGRES_PASSWORD, DATABASE_URL, REDIS_URL, KAFKA_BROKERS
  Secret loan-db-credentials: POSTGRES_USER, POSTGRES_PASSWORD, DATABASE_URL, REDIS_URL, KAFKA_BROKERS
  Secret chatbot-mongo-credentials: MONGO_URI, REDIS_URL
  Secret insights-db-credentials: POSTGRES_USER, POSTGRES_PASSWORD, DATABASE_URL
  Redis for locks, idempotency, rate limits, feature and session caches
  Kafka or RabbitMQ for events
  MongoDB replica set for the chatbot
  Logical replication slots for CDC to insights
  Redis cluster: Sentinel or Cluster, 3+ nodes
  Redis: auth service and account service use none
  Redis: session locks in the loan service (rare)
  Redis: insights may cache recent summary queries
  Broker cluster: Kafka 3+ brokers or RabbitMQ 3 nodes
  Broker durability: replication factor 3, retention 7 days, mirrored queues
list Notes of the services
  Auth: passwords hashed by bcrypt or argon2 in application code
  Auth: optional row-level security
  Account: partition accounts by opened_at
  Account: GIN indexes for address and KYC metadata
  Transaction: SELECT FOR UPDATE or pg_advisory_xact_lock(account_id) serialises balance updates
  Transaction: logical replication streams changes to insights
  Transaction: Redis locks prevent concurrent modifications
  Payment: partition scheduled_payments by year
  Payment: unique index on (account_id, external_reference) makes calls idempotent
  Payment: Redis stores idempotency keys
  Loan: triggers move approved applications into loan_accounts
  Loan: partition credit_reports by fetched_at
  Loan: raw credit report data as JSONB
  Chatbot: 2dsphere index on embeddings.vector
  Chatbot: session context has a TTL
  Insights: workers subscribe to topics and insert into partitions
  Insights: alternatively logical replication from OLTP
  Insights: ETL logs and CDC offsets
  Insights: refresh by pg_cron or Kubernetes CronJob
list Summary and best practices
  Database per service, no cross-service joins
  Communication by APIs or asynchronous messages
  Polyglot persistence: PostgreSQL, Redis, MongoDB
  JSONB for semi-structured data
  Partitioning for large time-series tables
  Logical replication or CDC (Debezium) feeds analytics
  Extensions pgcrypto, timescaledb, pg_partman, pg_cron
  TLS between services and databases
  Least-privilege accounts for each database
  Row-level security for exceptionally sensitive tables
  Regular backups and PITR
  PostgreSQL primary and replicas or managed HA
  Redis and Kafka or RabbitMQ clustered
  ConfigServer, SecretsManager and ServiceMesh
  Prometheus and Grafana for metrics
  Fluentd and Kibana for centralized logs
  Jaeger or OpenTelemetry for tracing
`;
