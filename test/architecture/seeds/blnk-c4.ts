/** Everything in the seed 003, Blnk C4. See `readSeedItems` for the notation. */
export const blnkC4 = `
list People and systems around it
  Person: developer, integrates over REST
  Person: system admin, configures, monitors, backs up
  System: Blnk Finance, double-entry ledger platform
  External: bank or payment gateway (HTTP, CSV)
  External: Slack for errors and alerts
  External: AWS S3 for backups
  External: monitoring by an OpenTelemetry collector
list What it offers
  Double-entry ledger
  Balance management with big.Int
  Reconciliation engine
  Identity management with PII tokenization
  Webhook system
  Search engine, full text, Typesense
list Containers
  REST API Server: Go, Gin, port 5001
  API duty: receive HTTP requests
  API duty: authentication and authorization by API keys
  API duty: rate limiting
  API duty: request validation
  API duty: routing to business logic
  Endpoint group: Ledger
  Endpoint group: Balance
  Endpoint group: Transaction
  Endpoint group: Identity
  Endpoint group: Reconciliation
  Endpoint group: Webhook
  Endpoint group: Search
  Worker Processes: Go, Asynq
  Worker duty: process transactions asynchronously
  Worker duty: run webhook notifications
  Worker duty: index into Typesense
  Worker duty: inflight transaction expiry
  Worker duty: bulk operations (refund, commit, void)
  CLI Tool: Go, Cobra
  PostgreSQL 12+
  PostgreSQL features: JSONB for metadata, indexes
  Redis: task queue
  Redis: caching of balances and lookups
  Redis: distributed locking
  Redis: webhook queue with retry
  Redis: PII token storage
  Redis data structures: String, Hash, Sorted Set, List
  Typesense features: typo tolerance, faceting, sorting
list Worker pools
  new:transaction
  new:webhook
  new:index
  new:inflight-expiry
list Commands
  blnk server
  blnk workers
  blnk migrate up
  blnk migrate down
list Tables of the PostgreSQL container
  ledgers
  balances
  transactions
  identities
  reconciliations
  external_transactions
  balance_monitors
  hooks
  api_keys
list Search collections and fields
  transactions
  balances
  Amount
  reference
  currency
  date
  metadata
list Components
  Gin Router: routing and middleware chain
  Auth Middleware: JWT or API key, scopes
  Rate Limiter: token bucket per API key
  OpenTelemetry Middleware: trace context
  Handlers: validate and delegate to the service layer
  Transaction Handler: QueueTransaction, RecordTransaction, RefundTransaction, BulkTransactions, UpdateInflightStatus
  Balance Handler: CreateBalance, GetBalance, GetBalances, BalanceSnapshots, BalanceMonitors
  Ledger Handler: CRUD for ledgers
  Identity Handler: CRUD, tokenization, detokenization
  Reconciliation Handler: Upload, CreateRules, StartReconciliation
  Webhook Handler: register, list, update, delete
  Search Handler: search and multi-search
  Blnk Service: facade over all services
  Transaction Service: processing, queueing, validation
  Balance Service: calculations, monitoring
  Reconciliation Service: matching engine with fuzzy logic
  Fuzzy matching with Levenshtein distance
  Identity Service: PII tokenization and detokenization
  IDataSource: repository interface
  Cache Service: Redis and TinyLFU
  Distributed Lock: Redis
  Task Queue: Asynq client
  Search Client: Typesense
  Tokenization Service: AES encryption
  Hook Manager: managing and executing webhooks
table IDataSource
  RecordTransaction GetTransaction GetTransactionByRef GetAllTransactions TransactionExistsByRef
  CreateBalance GetBalanceByID GetBalanceByIndicator UpdateBalance CreateLedger GetLedgerByID
  CreateIdentity GetIdentityByID CreateReconciliation GetReconciliation Datasource
  Datasource.Conn Datasource.Cache MockDataSource MockDataSource.mock MockDataSource.On
  MockDataSource.AssertExpectations
  - composite of transaction, ledger, balance, identity, balanceMonitor, account, reconciliation, apikey
table Blnk
  queue search redis asynqClient datasource bt tokenizer httpClient Hooks QueueTransaction
  RecordTransaction RefundTransaction CreateBalance GetBalance CreateLedger CreateIdentity
  StartReconciliation Search transactionWorker RefundWorker CommitWorker VoidWorker
  processBulkTransactions BatchJobResult BatchJobResult.Txn BatchJobResult.Error
  UpdateInflightStatus ProcessBulkTransactions CheckBalanceMonitors UploadExternalData
  CreateMatchingRule TokenizeField DetokenizeField TypesenseClient IndexTransaction
  TokenizationService Tokenize Detokenize Queue Queue.server Queue.client queueTransaction
table Locker
  client key value Lock Unlock WaitLock UniversalClient SetNX Eval
table HookManager
  RegisterHook UpdateHook DeleteHook GetHook ListHooks ExecutePreHooks ExecutePostHooks
  executeHooks executeHook redisHookManager redisHookManager.client redisHookManager.keyPrefix
table Hook
  ID Type URL Active Headers Timeout RetryPolicy
table HookPayload
  TransactionID HookType Timestamp Data
table Cache
  Set Get Delete RedisCache RedisCache.client RedisCache.localCache
table Balance
  BalanceID LedgerID IdentityID Currency Indicator CreatedAt Balance CreditBalance DebitBalance
  InflightBalance InflightCreditBalance InflightDebitBalance QueuedDebitBalance
  CurrencyMultiplier MetaData
table Transaction
  TransactionID ParentTransaction Currency Reference Status CreatedAt MetaData Amount
  PreciseAmount Precision Rate Source Destination Sources Destinations Inflight
  InflightExpiryDate AllowOverdraft ScheduledFor Hash
table Ledger
  LedgerID Name CreatedAt MetaData
table Identity
  IdentityID IdentityType FirstName LastName EmailAddress PhoneNumber DOB MetaData
list Relations in the code diagrams
  A ledger contains many balances
  A balance is source or destination of many transactions
  An identity owns many balances
  Repository pattern
  Facade pattern
  Strategy pattern for refund, commit and void workers
  Observer pattern for webhooks
  Strategy pattern for caches
  Locations of the described code in Blnk's repository
list Architecture decisions
  1 Precision: big.Int for every balance
  1 Precision: banker's rounding
  2 Asynchronous transaction processing by a worker pool
  2 Implementation: the API server enqueues, the worker pool dequeues and processes, Redis stores the tasks
  2 Retry built in
  3 Distributed locking for balance updates
  3 Implementation: Lua script for atomicity
  3 Implementation: exponential backoff on contention
  4 Repository pattern with interface
  5 Multi-layer caching, write-through
  5 Implementation: level 1 TinyLFU in memory, level 2 Redis
  6 Event-driven architecture with webhooks
  6 Clients subscribe to the events they need and do not poll
  7 OpenTelemetry for observability
list Security
  API keys stored hashed
  Scope-based authorization
  Rate limiting per API key
  AES encryption for sensitive fields
  Tokens stored in Redis
  Detokenization only for authorized requests
  Locking prevents concurrent access to critical sections
  Lock timeout prevents deadlocks
  Input validation on all inputs (ozzo-validation)
  SQL injection prevention by parameterized queries
  XSS prevention by JSON encoding
list Performance and scaling
  Worker pool with configurable workers
  Channel-based job distribution
  Efficient resource utilization
  Bulk transaction processing
  Pagination for large datasets
  Configurable batch sizes
  Indexes on frequently queried fields
  Typesense for full-text search
  Composite indexes for complex queries
  PostgreSQL connection pool
  Redis connection pool
  HTTP client reuse
  Stateless API servers
  Shared state in Redis and PostgreSQL
  Load balancer ready
  Read replicas for read-heavy workloads
  Partitioning for large tables
  Connection pooling when the database scales
  Multiple worker instances
  Queue partitioning
  Priority queues for different workloads
  Redis cluster for high availability
  Cache invalidation strategy
  TTL configuration per use case
list Disaster recovery
  Automated backups to S3
  Point-in-time recovery
  Backup verification
  Slack notifications for critical errors
  OpenTelemetry alerts
  Health check endpoints
  Transaction hashing
  Balance reconciliation
  Audit trails
list Closing principles
  Reliability: locking, ACID transactions, retries
  Scalability: async processing, worker pools, horizontal scaling
  Maintainability: clean architecture, interfaces, comprehensive testing
  Observability: tracing, logging, metrics
  Security: API key auth, PII tokenization, input validation
`;
