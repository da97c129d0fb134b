/** An API document with everything that the pages must be able to draw. */
import { currency, ref, schemas } from "./api-fixture-schemas.ts";

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: "Makes a repetition of this request answer as the first one did.",
  schema: { type: "string", minLength: 1, maxLength: 255, examples: ["open-main-wallet-1"] },
};
const ifMatch = {
  name: "If-Match",
  in: "header",
  required: true,
  description: "The ETag of the wallet as you read it.",
  schema: { type: "string", examples: ['"7"'] },
};
const walletPath = { name: "ref", in: "path", required: true, schema: ref };

const walletExample = {
  wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
  owner_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3X",
  type: "CASH",
  currency: "IDR",
  name: "Main",
  slug: "main",
  status: "ACTIVE",
  created_at: "2026-11-21T01:16:30.000Z",
  updated_at: "2026-11-21T01:16:30.000Z",
};

const transfer = {
  source_wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3W",
  destination_wallet_ref: "01JD3Z8K4M6N7P8Q9R0S1T2V3Y",
  amount: "15000",
  currency: "IDR",
  reference: "invoice-2026-0042",
};

type Reply = { status: string; says: string; schema: object; example?: object };

function repliesOf({ status, says, schema, example }: Reply, codes: Record<string, string[]>) {
  const problems = Object.entries(codes).map(([refusal, listed]) => [
    refusal,
    {
      description: "Refused.",
      content: { "application/problem+json": { "x-problem-codes": listed } },
    },
  ]);
  const headers = {
    "Request-Id": { description: "Names this request in the logs.", schema: { type: "string" } },
    ETag: { description: "The version, for If-Match.", schema: { type: "string" } },
  };
  const content = { "application/json": { schema, ...(example ? { example } : {}) } };
  return { [status]: { description: says, headers, content }, ...Object.fromEntries(problems) };
}

const guardedBy = (scope: string) => ({ security: [{ bearer: [scope] }], "x-scope": scope });
const schemaOf = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const bodyOf = (schema: object, example: object) => ({
  required: true,
  content: { "application/json": { schema, example } },
});
const wallet = (status: string, says: string) => ({
  status,
  says,
  schema: schemaOf("Wallet"),
  example: walletExample,
});

export const apiFixture = {
  openapi: "3.1.0",
  info: {
    title: "Saku",
    version: "0.1.0",
    description:
      "Amounts are decimal strings with a currency.\n\nEvery write takes an `Idempotency-Key`, and every refusal is a problem with a stable code.",
  },
  servers: [{ url: "/" }],
  tags: [
    { name: "Wallets", description: "A wallet is a pocket of one currency." },
    { name: "Transactions", description: "Money moves from one wallet to another, once." },
    { name: "Service" },
  ],
  paths: {
    "/v1/wallets": {
      post: {
        operationId: "openWallet",
        summary: "Open a wallet",
        description: "Opens a wallet with its ledger account in one step.",
        tags: ["Wallets"],
        ...guardedBy("wallets:write"),
        parameters: [idempotencyKey],
        requestBody: bodyOf(
          {
            type: "object",
            required: ["owner_ref", "currency"],
            additionalProperties: false,
            properties: {
              owner_ref: { ...ref, description: "Whose wallet it is." },
              type: { type: "string", enum: ["CASH", "PENDING", "PLATFORM"], default: "CASH" },
              currency,
              name: { type: "string", minLength: 1, maxLength: 50 },
              slug: { type: "string", pattern: "^[a-z0-9-]{1,50}$" },
            },
          },
          { owner_ref: ref.examples[0], type: "CASH", currency: "IDR", name: "Main", slug: "main" },
        ),
        responses: repliesOf(wallet("201", "The wallet is open."), {
          401: ["unauthenticated"],
          403: ["scope_missing"],
          409: ["wallet_exists", "wallet_slug_taken"],
          422: ["validation_failed", "idempotency_key_reused"],
        }),
      },
      get: {
        operationId: "listWallets",
        summary: "List wallets",
        description: "Newest first.\n\n- `limit` is at most 100\n- a cursor remembers its filters",
        tags: ["Wallets"],
        ...guardedBy("wallets:read"),
        parameters: [
          { name: "status", in: "query", schema: { type: "string", enum: ["ACTIVE", "FROZEN"] } },
          {
            name: "limit",
            in: "query",
            schema: { type: "integer", minimum: 1, maximum: 100, default: 20, examples: [20] },
          },
          { name: "cursor", in: "query", schema: { type: "string" } },
        ],
        responses: repliesOf(
          {
            status: "200",
            says: "A page of wallets.",
            schema: {
              type: "object",
              required: ["data", "next_cursor"],
              properties: {
                data: { type: "array", items: schemaOf("Wallet") },
                next_cursor: { type: ["string", "null"] },
              },
            },
          },
          { 422: ["cursor_invalid"] },
        ),
      },
    },
    "/v1/wallets/{ref}": {
      parameters: [walletPath],
      get: {
        operationId: "getWallet",
        summary: "Read a wallet",
        tags: ["Wallets"],
        ...guardedBy("wallets:read"),
        responses: repliesOf(wallet("200", "The wallet."), { 404: ["wallet_not_found"] }),
      },
      patch: {
        operationId: "updateWallet",
        summary: "Rename a wallet",
        tags: ["Wallets"],
        ...guardedBy("wallets:write"),
        parameters: [idempotencyKey, ifMatch],
        requestBody: bodyOf(
          { type: "object", properties: { name: { type: "string", maxLength: 50 } } },
          { name: "Savings" },
        ),
        responses: repliesOf(wallet("200", "The wallet as it is now."), {
          404: ["wallet_not_found"],
          412: ["precondition_failed"],
        }),
      },
    },
    "/v1/transactions/transfer": {
      post: {
        operationId: "transfer",
        summary: "Transfer money between two wallets",
        description: "Moves money **once**, however often it is sent with the same key.",
        tags: ["Transactions"],
        ...guardedBy("transactions:write"),
        parameters: [idempotencyKey],
        requestBody: bodyOf(schemaOf("Transfer"), transfer),
        responses: repliesOf(
          { status: "201", says: "The money moved.", schema: schemaOf("Transaction") },
          {
            404: ["wallet_not_found"],
            422: ["insufficient_funds", "same_wallet"],
            503: ["database_unavailable"],
          },
        ),
      },
    },
    "/health": {
      get: {
        operationId: "getHealth",
        summary: "Is the Worker up",
        tags: ["Service"],
        security: [],
        "x-scope": "public",
        parameters: [],
        responses: repliesOf(
          {
            status: "200",
            says: "It is.",
            schema: { type: "object", properties: { status: { const: "ok" } } },
          },
          {},
        ),
      },
    },
  },
  components: { schemas },
};

/** The same document with the opening of a wallet changed. */
export function changedFixture(change: Readonly<Record<string, unknown>>) {
  const { post, ...others } = apiFixture.paths["/v1/wallets"];
  const wallets = { post: { ...post, ...change }, ...others };
  return { ...apiFixture, paths: { ...apiFixture.paths, "/v1/wallets": wallets } };
}
