// The questions that must stay quick when the tables are large.
import type { Asked, Call } from "./bank.ts";

export type Question = Asked & {
  readonly name: string;
};
export type NamedCall = Call & { readonly name: string };

/** Things of the large database that questions are about. */
export type Places = {
  /** A wallet like any other, and one that a tenth of all payments leaves. */
  readonly wallet: string;
  readonly hot: string;
  readonly other: string;
  readonly owner: string;
  readonly hotOwner: string;
  readonly limited: string;
  readonly account: string;
  readonly hotAccount: string;
  readonly world: string;
  /** One with a reference, and the owner of the wallet that paid it. */
  readonly transaction: string;
  readonly reference: string;
  readonly payer: string;
  readonly reversible: string;
  readonly hold: string;
  readonly otherHold: string;
  readonly journal: string;
};

export const page = "limit=100";
const [day, nextDay] = ["2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z"];
export const period = `date_from=${day}&date_to=${nextDay}`;
export const recorded = `from=${day}&to=${nextDay}`;

export function get(path: string, more: Partial<Question> = {}): Question {
  return { name: path, path, ...more };
}

export function readingQuestions(places: Places): Question[] {
  const { wallet, hot, owner, limited, transaction, payer, hold } = places;
  return [
    ...[
      "",
      `owner_ref=${owner}`,
      "type=PENDING",
      "currency=IDR",
      "status=FROZEN",
      "status=CLOSED",
      "slug=wallet-77",
    ].map((filter) => get(`/v1/wallets?${page}&${filter}`)),
    get("/v1/wallets", { owner, name: "/v1/wallets of a customer" }),
    get(`/v1/wallets/${wallet}`),
    ...[wallet, hot].flatMap((ref) => [
      get(`/v1/wallets/${ref}/balance`),
      get(`/v1/wallets/${ref}/balance?at=${day}`),
      get(`/v1/wallets/${ref}/balance?at=${day}&by=effective`),
      get(`/v1/wallets/${ref}/balance?at_version=40`),
      get(`/v1/wallets/${ref}/mutations?${page}`),
      get(`/v1/wallets/${ref}/mutations?${page}&mutation_type=CREDIT`),
      get(`/v1/wallets/${ref}/mutations?${page}&${recorded}`),
      get(`/v1/wallets/${ref}/statement?from_version=10&to_version=60`),
      get(`/v1/wallets/${ref}/statement?${recorded}`),
    ]),
    get(`/v1/wallets/${limited}/limits`),
    ...transactionLists(places),
    get(`/v1/transactions/${transaction}`),
    get(`/v1/transactions/${hold}`),
    get(`/v1/transactions/${transaction}`, {
      owner: payer,
      name: `/v1/transactions/${transaction} of a customer`,
    }),
    ...ledgerQuestions(places),
  ];
}

/** What auditors ask. */
function ledgerQuestions(places: Places): Question[] {
  const { wallet, transaction, account, hotAccount, world, journal } = places;
  return [
    ...[
      "",
      "owner_type=SYSTEM",
      `owner_ref=${wallet}`,
      "alias=@world",
      "currency=IDR",
      "currency=USD",
      "book=general",
    ].map((filter) => get(`/v1/ledger/accounts?${page}&${filter}`)),
    ...[
      "",
      `transaction_ref=${transaction}`,
      "kind=POST",
      "kind=REVERSAL",
      recorded,
      `kind=CAPTURE&${recorded}`,
    ].map((filter) => get(`/v1/ledger/journals?${page}&${filter}`)),
    get(`/v1/ledger/journals/${journal}`),
    ...[account, hotAccount, world].flatMap((ref) =>
      ["", recorded, "direction=CREDIT", "currency=USD"].map((filter) =>
        get(`/v1/ledger/entries?${page}&account_ref=${ref}&${filter}`),
      ),
    ),
    ...["", `journal_ref=${journal}`, "direction=CREDIT", "currency=USD", recorded].map((filter) =>
      get(`/v1/ledger/entries?${page}&${filter}`),
    ),
  ];
}

/** What is rare and what is common, with and without a wallet, alone and together. */
function transactionLists({ wallet, hot, owner, hotOwner, reference }: Places): Question[] {
  const filters = [
    "",
    "status=COMPLETED",
    "status=FAILED",
    "status=WALLET_OK",
    "status=LEDGER_OK",
    "type=TRANSFER",
    "type=REVERSAL",
    "type=EXCHANGE",
    period,
    `${period}&status=FAILED`,
    `${period}&type=FEE`,
    `${period}&type=EXCHANGE`,
    "currency=USD",
    "currency=EUR",
    "currency=IDR&amount_min=100&amount_max=100",
    "currency=IDR&amount_min=1000000000",
    `reference=${encodeURIComponent(reference)}`,
    "reference=nobody",
    "metadata=order:400001",
    "metadata=order:none",
    "metadata=channel:web",
    "status=FAILED&type=TRANSFER",
    "status=FAILED&type=EXCHANGE",
  ];
  return [
    ...filters.map((filter) => get(`/v1/transactions?${page}&${filter}`)),
    ...[wallet, hot].flatMap((ref) =>
      filters.map((filter) => get(`/v1/transactions?${page}&wallet_ref=${ref}&${filter}`)),
    ),
    ...[owner, hotOwner].map((asking) =>
      get("/v1/transactions", { owner: asking, name: `/v1/transactions of the owner ${asking}` }),
    ),
  ];
}

const currency = "IDR";

/** What moves money, in the order in which it has to be asked. */
export function movingQuestions(places: Places): Question[] {
  const { wallet, hot, other, limited, hold, otherHold, reversible, owner } = places;
  const transfer = (from: string, to: string, more = {}) => ({
    source_wallet_ref: from,
    destination_wallet_ref: to,
    amount: "7",
    currency,
    ...more,
  });
  const post = (name: string, path: string, body: unknown, more = {}): Question => ({
    name: `POST ${name}`,
    method: "POST",
    path: `/v1/transactions${path}`,
    body,
    ...more,
  });
  const guards = [{ wallet_ref: wallet, available_at_least: "1" }];
  const items = Array.from({ length: 1_000 }, (_none, n) => ({
    idempotency_key: `explained-item-${n % 990}`,
    type: "TRANSFER",
    ...transfer(n % 2 === 0 ? wallet : hot, other, { amount: `${(n % 990) + 1}` }),
    ...(n < 100 && { chain: `chain-${Math.floor(n / 5)}` }),
  }));
  const legs = [
    { wallet_ref: wallet, direction: "DEBIT", amount: "3", currency },
    { alias: "@fees", direction: "CREDIT", amount: "3", currency },
  ];
  return [
    post("a transfer", "/transfer", transfer(wallet, other)),
    post("a transfer of a customer", "/transfer", transfer(wallet, other), { owner }),
    post("a transfer out of the busiest wallet", "/transfer", transfer(hot, other)),
    post(
      "a transfer with a reference",
      "/transfer",
      transfer(wallet, other, { reference: "explained" }),
    ),
    post(
      "a transfer whose reference is taken",
      "/transfer",
      transfer(wallet, other, { reference: "explained" }),
    ),
    post("a transfer with a guard", "/transfer", transfer(wallet, other, { guards })),
    post("a transfer within a limit", "/transfer", transfer(limited, other)),
    post("a transfer that is rehearsed", "/transfer", transfer(wallet, other, { dry_run: true })),
    post(
      "a transfer without the money",
      "/transfer",
      transfer(wallet, other, { amount: "9".repeat(18) }),
    ),
    post("a top-up", "/topup", { wallet_ref: wallet, amount: "7", currency }),
    post("a withdrawal", "/withdraw", { wallet_ref: wallet, amount: "7", currency }),
    post("a fee", "", { type: "FEE", legs }),
    post("a promise", "/transfer", transfer(wallet, other, { hold: true })),
    post("a capture", `/${hold}/capture`, {}),
    post("a void", `/${otherHold}/void`, {}),
    post("a reversal", `/${reversible}/reverse`, { amount: "1" }),
    post("a thousand at once, in chains and repeated", "/bulk", { items }),
    post("the same thousand again", "/bulk", { items }),
  ];
}
