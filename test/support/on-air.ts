// The people of a donation, over a site that is known by its address alone: a streamer with a page and an overlay, donors,
// and whoever pays. The journeys in a browser begin with these steps, and so does the walk.
import { newRef } from "./refs.ts";

export type Place = { readonly url: string; readonly operatorKey: string };
export type Answered = Readonly<Record<string, unknown>>;
export type Ask = (method: string, path: string, body?: object) => Promise<Answered>;

export type Registered = { readonly userRef: string; readonly email: string };

export type OnAir = Registered & {
  readonly slug: string;
  /** The address for OBS, with its token. */
  readonly link: string;
  readonly ask: Ask;
};

export type PromisedGift = {
  readonly donationRef: string;
  /** The provider's page for it. */
  readonly payUrl: string;
};

export const password = "kopi susu tanpa gula";

/** Asks the API as somebody. What it refuses is a fault of whoever asked. */
export function askAs(url: string, token: string | null): Ask {
  return async (method, path, body) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "GET" ? {} : { "idempotency-key": newRef() }),
        ...(method === "PATCH" ? { "if-match": "*" } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}: ${text}`);
    return JSON.parse(text);
  };
}

/** Somebody with an account who may have a page. */
export async function registerStreamer({ url, operatorKey }: Place): Promise<Registered> {
  const ask = askAs(url, null);
  const email = `${newRef().toLowerCase()}@example.test`;
  const { otp_ref } = await ask("POST", "/v1/auth/register", { email, password });
  const { data } = await ask("GET", "/dev/mailbox");
  const letters = data as readonly { readonly destination: string; readonly code: string }[];
  const code = letters.find(({ destination }) => destination === email)?.code;
  const { user_ref } = await ask("POST", "/v1/auth/otp/verify", { otp_ref, code });
  const operator = askAs(url, operatorKey);
  await operator("POST", `/v1/admin/users/${user_ref}/roles`, { role: "streamer" });
  return { userRef: String(user_ref), email };
}

/** A streamer whose page takes donations and who has the link of an overlay. */
export async function goOnAir(
  place: Place,
  settings: object = {},
  overlay: object = {},
  currency = "IDR",
): Promise<OnAir> {
  const person = await registerStreamer(place);
  const login = { email: person.email, password };
  const { access_token } = await askAs(place.url, null)("POST", "/v1/auth/login", login);
  const ask = askAs(place.url, String(access_token));
  const slug = newSlug();
  const page = { owner_ref: person.userRef, display_name: "Budi", currency, slug };
  await ask("POST", "/v1/streamers", page);
  await ask("PATCH", `/v1/streamers/${person.userRef}/settings`, { settings });
  const { link } = await ask("POST", "/v1/overlays", { name: "Alert", ...overlay });
  return { ...person, ask, slug, link: new URL(String(link), place.url).href };
}

export function newSlug(): string {
  return `budi-${newRef().slice(-8).toLowerCase()}`;
}

/** Rules by which every alert lasts this long, and reads so much of the message aloud. */
export function alertsOf(duration_ms: number, max_speech_characters = 0) {
  const look = { theme: "calm", sound: "drop", max_speech_characters, max_media_seconds: 0 };
  return { tiers: [{ min_amount: "1000", duration_ms, ...look }] };
}

/** Somebody says what they give; it is theirs to pay. */
export async function promiseGift(
  url: string,
  slug: string,
  wish: object = {},
): Promise<PromisedGift> {
  const { donation_ref, redirect_url } = await askAs(url, null)(
    "POST",
    `/v1/streamers/${slug}/donations`,
    {
      ...{ amount: "25000", currency: "IDR", donor_name: "Sari", message: "Semangat ya" },
      ...{ agrees_to_terms: true, is_of_age: true },
      ...wish,
    },
  );
  return { donationRef: String(donation_ref), payUrl: String(redirect_url) };
}

/** As the button on the provider's page does it. */
export async function payGift({ payUrl }: Pick<PromisedGift, "payUrl">): Promise<void> {
  const { ok } = await fetch(`${payUrl}/pay`, { method: "POST" });
  if (!ok) throw new Error(`Nobody can pay at ${payUrl}.`);
}
