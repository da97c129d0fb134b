import { type Answer, ask, type Request } from "../page/ask.ts";
import { newRef } from "../page/ref.ts";
import { memoryOf } from "../page/storage.ts";

type Tokens = {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly scope: string;
  readonly user_ref: string;
  readonly takenAt: number;
};

/** Who is signed in. */
export type Person = { readonly userRef: string; readonly scopes: readonly string[] };

// Gone with the tab. A page of ours runs nobody else's script that could read it.
const kept = memoryOf("sessionStorage", "saku.session");
// Refreshed a little before its end, so that no request meets it.
const earlyMs = 60_000;

let tokens: Tokens | null = readKept();
let refreshing: Promise<boolean> | null = null;
let endedListener: () => void = () => {};

export function onSessionEnd(listener: () => void): void {
  endedListener = listener;
}

export function currentPerson(): Person | null {
  return tokens && { userRef: tokens.user_ref, scopes: tokens.scope.split(" ") };
}

export function logIn(email: string, password: string): Promise<Answer> {
  return take(ask("/v1/auth/login", { method: "POST", body: { email, password } }));
}

export function answerChallenge(challengeToken: string, code: string): Promise<Answer> {
  const body = { challenge_token: challengeToken, code };
  return take(ask("/v1/auth/login/verify", { method: "POST", body }));
}

/** Shows again who is there. The session that comes back takes the place of this one. */
export function stepUp(code: string, otpRef: string | null): Promise<Answer> {
  const body = otpRef === null ? { code } : { code, otp_ref: otpRef };
  // A wrong code is refused as a stale session is, and must not be sent twice.
  return take(ask("/v1/auth/step-up", withToken({ method: "POST", body })));
}

export async function logOut(): Promise<void> {
  await api("/v1/auth/logout", { method: "POST", body: {} });
  forget();
}

/** Asks the API as whoever is signed in. */
export async function api(path: string, request: Request = {}): Promise<Answer> {
  if (tokens && Date.now() > endOf(tokens) - earlyMs) await refresh();
  const answer = await ask(path, withToken(request));
  const isStale = answer.outcome === "refused" && answer.refusal.status === 401;
  if (!isStale || !(await refresh())) return answer;
  return ask(path, withToken(request));
}

/** Changes something, once however often it is sent. */
export function change(
  path: string,
  method: "POST" | "PATCH" | "PUT" | "DELETE",
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return api(path, { method, body, headers: { "idempotency-key": newRef(), ...headers } });
}

function withToken(request: Request): Request {
  if (!tokens) return request;
  return {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${tokens.access_token}` },
  };
}

/** One at a time: a refresh token is good for one use. */
function refresh(): Promise<boolean> {
  refreshing ??= refreshOnce().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refreshOnce(): Promise<boolean> {
  if (!tokens) return false;
  const body = { refresh_token: tokens.refresh_token };
  const answer = await take(ask("/v1/auth/refresh", { method: "POST", body }));
  if (answer.outcome === "done") return true;
  // A server that does not answer has not said that the session is over.
  if (answer.outcome === "refused" && answer.refusal.status < 500) forget();
  return false;
}

async function take(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.outcome === "done" && answer.status === 200) {
    tokens = { ...(answer.value as Omit<Tokens, "takenAt">), takenAt: Date.now() };
    kept.write(JSON.stringify(tokens));
  }
  return answer;
}

function forget(): void {
  tokens = null;
  kept.write("");
  endedListener();
}

function endOf({ takenAt, expires_in }: Tokens): number {
  return takenAt + expires_in * 1_000;
}

function readKept(): Tokens | null {
  try {
    return kept.read() === "" ? null : JSON.parse(kept.read());
  } catch {
    return null;
  }
}
