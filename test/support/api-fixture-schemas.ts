/** The schemas of the API document that the pages are tested with. */

export const ref = { type: "string", format: "ulid", examples: ["01JD3Z8K4M6N7P8Q9R0S1T2V3W"] };
const time = { type: "string", format: "date-time", examples: ["2026-11-21T01:16:30.000Z"] };
const amount = {
  type: "string",
  description: "Decimal, never a JSON number.",
  examples: ["15000"],
};
export const currency = { type: "string", description: "ISO 4217.", examples: ["IDR"] };
const metadata = { type: "object", additionalProperties: { type: "string" } };

export const schemas = {
  Wallet: {
    type: "object",
    required: ["wallet_ref", "owner_ref", "type", "currency", "status", "created_at"],
    additionalProperties: false,
    properties: {
      wallet_ref: ref,
      owner_ref: { ...ref, description: "Whose wallet it is." },
      type: { type: "string", enum: ["CASH", "PENDING", "PLATFORM"] },
      currency,
      name: { type: "string", minLength: 1, maxLength: 50 },
      slug: { type: "string", pattern: "^[a-z0-9-]{1,50}$" },
      status: { type: "string", enum: ["ACTIVE", "FROZEN", "CLOSED"] },
      freeze_mode: { anyOf: [{ type: "string", enum: ["ALL", "DEBIT_ONLY"] }, { type: "null" }] },
      created_at: time,
      updated_at: time,
    },
  },
  Balance: {
    type: "object",
    required: ["wallet_ref", "balance", "available", "version"],
    properties: {
      wallet_ref: ref,
      balance: amount,
      available: { ...amount, description: "The balance less what is promised." },
      version: { type: "integer", minimum: 0, examples: [7] },
    },
  },
  Guard: {
    oneOf: [
      {
        title: "least",
        type: "object",
        required: ["available"],
        properties: { available: amount },
      },
      { title: "exact", type: "object", properties: { version: { type: "integer" } } },
    ],
  },
  Transfer: {
    type: "object",
    required: ["source_wallet_ref", "destination_wallet_ref", "amount", "currency"],
    additionalProperties: false,
    properties: {
      source_wallet_ref: ref,
      destination_wallet_ref: ref,
      amount,
      currency,
      hold: { type: "boolean", default: false, description: "Promise the money, move it later." },
      scheduled_for: time,
      reference: { type: "string", maxLength: 100 },
      metadata,
      guards: { type: "array", maxItems: 5, items: { $ref: "#/components/schemas/Guard" } },
    },
  },
  Transaction: {
    type: "object",
    required: ["transaction_ref", "status"],
    properties: {
      transaction_ref: ref,
      status: { type: "string", enum: ["PENDING", "COMPLETED", "FAILED"] },
      amount,
      currency,
      completed_at: { type: ["string", "null"], format: "date-time" },
      balances: { type: "array", items: { $ref: "#/components/schemas/Balance" } },
      // A schema that holds itself.
      reverses: { $ref: "#/components/schemas/Transaction" },
    },
  },
};
