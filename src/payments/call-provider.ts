import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { ProviderName } from "./charge.ts";
import { paymentProblem } from "./errors.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type ProviderCall = {
  readonly provider: ProviderName;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
};

export type ProviderAnswer = { readonly status: number; readonly json: unknown };

// Longer than a provider needs, and shorter than a payer waits.
const answerLimitMs = 10_000;

/** Asks a provider. A broken connection, a late answer and a fault of theirs leave open what was done. */
export async function callProvider(fetch: Fetch, call: ProviderCall): Promise<ProviderAnswer> {
  const { provider, method, url, headers, body } = call;
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: "application/json", ...headers },
      signal: AbortSignal.timeout(answerLimitMs),
      // A provider that sends us elsewhere is not believed; workerd knows no other word for that.
      redirect: "manual",
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isAnswer = response.status < 300 || (response.status >= 400 && response.status < 500);
    if (isAnswer && response.status !== 429) {
      return { status: response.status, json: text === "" ? {} : JSON.parse(text) };
    }
    throw unavailable(provider, `${provider} answered ${response.status}.`);
  } catch (error) {
    // What it says is the runtime's own word about a connection, and may hold an address: it stays out of the answer.
    throw Object.assign(unavailable(provider, `${provider} did not answer.`), { cause: error });
  }
}

export function unavailable(provider: ProviderName, detail: string) {
  return paymentProblem("provider_unavailable", detail, { provider }, { "Retry-After": "2" });
}

/** A refusal for good, with the provider's own code as far as it is one. */
export function refused(provider: ProviderName, reason: unknown) {
  const code = typeof reason === "string" && /^[\w.-]{1,60}$/.test(reason) ? reason : "other";
  return paymentProblem("provider_refused", `${provider} did not accept this (${code}).`, {
    provider,
    reason: code,
  });
}

export function basicAuthOf(user: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${user}:`).toString("base64")}` };
}

export const jsonHeaders = { "content-type": "application/json" };

export function sha512Of(text: string): string {
  return createHash("sha512").update(text).digest("hex");
}

export function hmacSha256Of(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

/** Compares in constant time. Digests have one length, so not even that of the secret is told. */
export function isSameText(one: string, other: string): boolean {
  const digestOf = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digestOf(one), digestOf(other));
}

/** JSON of somebody else's making, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
