/** Everything in the seed 002, MicroPay schema. See `readSeedItems` for the notation. */
export const micropaySchema = `
list Ownership and names
  Each service owns its database
  Services cannot directly access other services' databases
  Sharing 1: API calls, synchronous
  Sharing 2: Kafka events, asynchronous
  Sharing 3: shared read replicas for reporting, read-only
  Database naming: micropay_{service_name}_db
  micropay_user_db, user_schema
  micropay_account_db, account_schema
  micropay_payment_db, payment_schema
  micropay_transaction_db, transaction_schema
  micropay_balance_db, balance_schema
  micropay_notification_db, notification_schema
  micropay_fraud_db, fraud_schema
  micropay_audit_db, audit_schema
  micropay_reporting_db, reporting_schema
table users
  user_id email phone_number password_hash first_name last_name status email_verified
  phone_verified kyc_status kyc_verified_at created_at updated_at last_login_at deleted_at
  idx_email idx_phone idx_status idx_created_at
  status = PENDING_VERIFICATION
  kyc_status = PENDING
table user_profiles
  profile_id user_id date_of_birth address_line1 address_line2 city state country postal_code
  preferred_currency timezone language created_at updated_at UNIQUE(user_id)
table user_preferences
  preference_id user_id email_notifications_enabled sms_notifications_enabled
  push_notifications_enabled marketing_emails_enabled two_factor_enabled created_at updated_at
  UNIQUE(user_id)
table user_sessions
  session_id user_id token_hash device_info ip_address user_agent expires_at created_at
  last_activity_at idx_user_id idx_expires_at
table user_activity_logs
  log_id user_id activity_type activity_description metadata ip_address created_at idx_user_id
  idx_activity_type idx_created_at
table accounts
  account_id user_id account_number account_type currency status balance_snapshot
  balance_last_updated_at daily_transfer_limit monthly_transfer_limit created_at updated_at
  closed_at idx_user_id idx_account_number idx_status idx_created_at
  account_type = PRIMARY
  status = ACTIVE
table account_limits
  limit_id account_id limit_type limit_amount period_type current_usage period_start_at
  period_end_at created_at updated_at idx_account_id idx_limit_type idx_period_end_at
table account_statements
  statement_id account_id statement_period_start statement_period_end opening_balance
  closing_balance total_debits total_credits transaction_count generated_at file_path
  idx_account_id idx_period_end
table payments
  payment_id idempotency_key payer_account_id payee_account_id amount currency payment_type
  status description reference initiated_by failure_reason error_code error_message created_at
  updated_at completed_at cancelled_at idx_payer_account idx_payee_account idx_status
  idx_idempotency_key idx_created_at idx_completed_at
  payment_type = TRANSFER
  status = INITIATED
table payment_metadata
  metadata_id payment_id metadata_key metadata_value created_at UNIQUE(payment_id,metadata_key)
  idx_payment_id
table payment_retries
  retry_id payment_id retry_attempt retry_reason retry_status error_message retried_at
  idx_payment_id idx_retry_status
table transactions
  transaction_id payment_id transaction_type status total_amount currency created_at settled_at
  reversed_at reversal_reason idx_payment_id idx_status idx_settled_at idx_created_at
  status = PENDING
table transaction_entries
  entry_id transaction_id account_id entry_type amount currency balance_before balance_after
  created_at idx_transaction_id idx_account_id idx_entry_type
table transaction_reversals
  reversal_id original_transaction_id reversal_transaction_id reversal_reason reversed_by
  reversed_at idx_original_transaction idx_reversal_transaction
table balance_snapshots
  snapshot_id account_id balance available_balance reserved_balance currency snapshot_at
  last_event_id idx_account_id idx_snapshot_at
table balance_events
  event_id account_id event_type event_source amount currency balance_before balance_after
  transaction_id payment_id kafka_event_id occurred_at idx_account_id idx_event_type
  idx_occurred_at idx_transaction_id idx_payment_id
table balance_reservations
  reservation_id account_id payment_id amount currency status expires_at created_at released_at
  idx_account_id idx_payment_id idx_status idx_expires_at
  status = ACTIVE
table notifications
  notification_id user_id notification_type channel subject message status sent_at delivered_at
  read_at failure_reason retry_count metadata created_at idx_user_id idx_status idx_created_at
  idx_channel
  status = PENDING
table notification_templates
  template_id template_name template_type channel subject_template body_template variables
  is_active created_at updated_at idx_template_name idx_template_type
table fraud_assessments
  assessment_id payment_id user_id risk_score risk_level recommendation risk_factors
  model_version assessed_at idx_payment_id idx_user_id idx_risk_level idx_assessed_at
table fraud_alerts
  alert_id assessment_id alert_type severity description status resolved_at resolved_by
  resolution_notes created_at idx_assessment_id idx_status idx_severity
  status = OPEN
table fraud_rules
  rule_id rule_name rule_type rule_condition risk_score_impact is_active priority created_at
  updated_at idx_rule_name idx_is_active
table audit_logs
  log_id event_id event_type service_name entity_type entity_id user_id action old_values
  new_values metadata ip_address user_agent occurred_at idx_event_type idx_service_name
  idx_entity_type idx_entity_id idx_user_id idx_occurred_at
  - PARTITION BY RANGE (occurred_at)
table audit_logs_archived
  - same structure as audit_logs
  - cold storage older than 1 year
  - PARTITION BY RANGE (occurred_at)
table financial_reports
  report_id report_type report_period_start report_period_end account_id user_id total_revenue
  total_expenses transaction_count report_data generated_at generated_by idx_report_type
  idx_period_end idx_account_id idx_user_id
table report_cache
  cache_key report_data expires_at created_at idx_expires_at
list Rules, operation and notes
  Note: balance_snapshot is eventually consistent, the real balance comes from the balance service
  Rule: every transaction has at least one DEBIT and one CREDIT entry
  Rule: sum of debits equals sum of credits
  Note: snapshots every 100 events or every 5 minutes
  Architecture: event sourcing, balance calculated by replaying events
  Partitioning: monthly partitions of audit logs for performance and archival
  Pooling: HikariCP (Spring Boot default)
  Pooling: 10-20 connections per service instance
  Pooling: max lifetime 30 minutes
  Pooling: idle timeout 10 minutes
  Read replicas: reporting service reads from replicas
  Read replicas: account service reads balances from a replica
  Migrations tool: Flyway or Liquibase
  Migrations location: each service contains its own scripts
  Migrations versioning: semantic, V1.0.0__create_users_table.sql
  Backup: full daily at 2 AM UTC
  Backup: incremental every 6 hours
  Backup: retention 30 days hot, 1 year cold
  Backup: point-in-time recovery enabled
  HA: 1 primary and 2 replicas per database
  HA: automatic failover, at most 30 seconds
  HA: connection string with multiple hosts
`;
