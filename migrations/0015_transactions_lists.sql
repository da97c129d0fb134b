-- What operators look for among everybody's transactions, where it is rare.
create index transactions_by_reference on transactions.transactions (reference, transaction_ref)
  where reference is not null;
create index transactions_by_type on transactions.transactions (type, transaction_ref) where type <> 'TRANSFER';
create index participants_by_transaction on transactions.participants (transaction_ref);
