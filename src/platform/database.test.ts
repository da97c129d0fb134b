import { expect, it } from "vitest";
import { answered } from "./database.ts";

type Told = { readonly message?: string; readonly detail?: string };

const catalogue = {
  wallet_frozen: { status: 409, title: "Frozen", meaning: "It is frozen.", remedy: "Unfreeze it." },
} as const;

function failing(code: string | undefined, { message = "no", detail }: Told = {}): Promise<never> {
  const error = Object.assign(new Error(message), { name: "NeonDbError", code, detail });
  // Drizzle wraps the driver's error, and what matters is inside.
  return Promise.reject(new Error("Failed query", { cause: error }));
}

it("hands on what the database answered", async () => {
  expect(await answered(Promise.resolve([1]))).toEqual([1]);
});

it("takes a refusal for the problem of its code, with its fields", async () => {
  const refusal = failing("SK001", { message: "wallet_frozen", detail: '{"wallet_ref":"W"}' });
  await expect(answered(refusal, catalogue)).rejects.toMatchObject({
    code: "wallet_frozen",
    message: "It is frozen.",
    extensions: { wallet_ref: "W" },
  });
});

it("knows the platform's refusals in every context", async () => {
  await expect(
    answered(failing("SK001", { message: "precondition_failed" })),
  ).rejects.toMatchObject({ code: "precondition_failed", extensions: {} });
});

it.each(["40001", "40P01", "55P03"])("says after %s that somebody was in the way", async (code) => {
  await expect(answered(failing(code))).rejects.toMatchObject({
    code: "concurrent_request",
    headers: { "Retry-After": "1" },
  });
});

it.each([undefined, "57014", "25P04", "57P01", "57P03", "53300", "08006", "28P01"])(
  "says after %s that the database is away, and keeps the cause",
  async (code) => {
    await expect(answered(failing(code))).rejects.toMatchObject({
      code: "database_unavailable",
      headers: { "Retry-After": "1" },
      cause: { name: "NeonDbError" },
    });
  },
);

it.each([
  ["a rule of the schema", failing.bind(null, "23505")],
  ["a refusal that no catalogue has", failing.bind(null, "SK001", { message: "unheard_of" })],
  ["a mistake in the code", () => Promise.reject(new Error("Failed query"))],
])("leaves %s for the bug that it is", async (_name, fail) => {
  await expect(answered(fail(), catalogue)).rejects.toThrow("Failed query");
});
