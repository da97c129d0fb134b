/** What was given on one day. */
export type Day = {
  readonly day: string;
  readonly donations: number;
  readonly amount: string;
  readonly fee_amount: string;
  readonly net_amount: string;
  readonly refunded_amount: string;
};
