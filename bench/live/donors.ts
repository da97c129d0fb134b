import { randomBytes } from "node:crypto";
import { nowSeconds, signatureOf } from "../../dev/sandbox-provider/signature.ts";
import { inTurns } from "./in-turns.ts";
import type { Streamer } from "./streamers.ts";

export type Promised = {
  readonly donationRef: string;
  /** Tells the Worker that it was paid. It answers when the Worker has accepted that. */
  readonly tell: () => Promise<void>;
};

export type DonorOptions = {
  readonly url: string;
  readonly providerUrl: string;
  readonly providerSecret: string;
};

const donorsAtOnce = 8;
const wish = {
  amount: "25000",
  currency: "IDR",
  donor_name: "Sari",
  message: "Semangat!",
  agrees_to_terms: true,
  is_of_age: true,
};

/**
 * One donation for each of these streamers, paid at the provider, which is kept from telling of it: we do, in its name,
 * and so know the moment.
 */
export function promiseDonations(
  options: DonorOptions,
  streamers: readonly Streamer[],
): Promise<Promised[]> {
  return inTurns(streamers, donorsAtOnce, ({ slug }) => promise(options, slug));
}

async function promise(options: DonorOptions, slug: string): Promise<Promised> {
  const { url, providerUrl, providerSecret } = options;
  const key = randomBytes(12).toString("base64url");
  const { donation_ref: donationRef, qr } = await post(`${url}/v1/streamers/${slug}/donations`, {
    headers: { "idempotency-key": key },
    body: JSON.stringify(wish),
  });
  const id = String(qr).split("/").at(-1);
  const paid = await post(`${providerUrl}/control/charges/${id}/pay`, {
    body: JSON.stringify({ silent: true }),
  });
  const body = JSON.stringify({ id: `evt_${key}`, type: "charge.paid", data: paid });
  return {
    donationRef: String(donationRef),
    tell: async () => {
      const signature = signatureOf(providerSecret, body, nowSeconds());
      const headers = { "sandbox-signature": signature };
      await post(`${url}/v1/payments/providers/sandbox/notifications`, { headers, body });
    },
  };
}

async function post(
  url: string,
  { headers = {}, body }: { readonly headers?: Record<string, string>; readonly body: string },
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(url).pathname}: ${response.status} ${text}`);
  return JSON.parse(text);
}
