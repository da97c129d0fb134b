// What the API answers, as far as this page reads it. The modules that say so in whole know the Worker, which the types of
// a page do not.
export type DonationQuote = {
  readonly amount: string;
  readonly fee_amount: string;
  readonly net_amount: string;
  readonly currency: string;
  readonly theme: string;
  readonly duration_ms: number;
  readonly is_shown: boolean;
  readonly is_held: boolean;
  readonly donor_display: string | null;
  readonly message_display: string | null;
  readonly media: {
    readonly title: string;
    readonly start_seconds: number;
    readonly end_seconds: number;
  } | null;
};

export type DonationState =
  | "AWAITING_PAYMENT"
  | "PAID"
  | "IN_REVIEW"
  | "SHOWN"
  | "NOT_SHOWN"
  | "REFUNDED"
  | "NOT_PAID";

export type UnpaidReason = "FAILED" | "EXPIRED" | "CANCELLED";

export type PromisedDonation = {
  readonly donation_ref: string;
  readonly watch_token: string;
  readonly state: DonationState;
  readonly amount: string;
  readonly currency: string;
  readonly qr: string | null;
  readonly redirect_url: string | null;
  readonly pay_until: string | null;
};

export type Leaderboard = {
  readonly data: readonly {
    readonly donor: string;
    readonly amount: string;
    readonly currency: string;
  }[];
};
