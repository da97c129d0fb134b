import { bytesOf, isPublicAddress } from "./is-public-address.ts";
import type { ResolveHost } from "./resolve-host.ts";
import { hostOf, isLoopback, type UrlRules, urlFault } from "./url-fault.ts";

/** What it takes to send something to an address that a stranger chose. */
export type PostDeps = UrlRules & {
  readonly send: typeof fetch;
  readonly resolveHost: ResolveHost;
};

export type PostRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
};

export type PostAnswer =
  | { readonly response: Response }
  /** Nothing was sent, or nothing came back: why not, for the person whose receiver it is. */
  | { readonly error: string };

/**
 * Sends a body to an address that a stranger chose, if it leads to the public internet at this moment: a name may lead
 * elsewhere since it was registered. The runtime resolves the name once more by itself and cannot be told an address, so
 * between the two a name may change still; what keeps us then is that Cloudflare's own network carries nothing to private
 * addresses.
 */
export async function guardedPost(deps: PostDeps, request: PostRequest): Promise<PostAnswer> {
  // The deadline begins before the name is looked up: whoever waits, waits for both.
  const signal = AbortSignal.timeout(request.timeoutMs);
  const { url, headers, body, timeoutMs } = request;
  const isLate = `No answer within ${timeoutMs} ms.`;
  const error = await Promise.race([addressFault(deps, url), ended(signal, isLate)]);
  if (error !== null) return { error };
  try {
    // A redirect is an answer like any other: where it leads, nobody has looked.
    const init = { method: "POST", headers, body, redirect: "manual", signal } as const;
    return { response: await deps.send(url, init) };
  } catch (cause) {
    if (signal.aborted) return { error: isLate };
    return { error: `The receiver could not be reached: ${textOf(cause)}` };
  }
}

/** Says something as soon as the time is over, and never before. */
function ended(signal: AbortSignal, said: string): Promise<string> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(said), { once: true });
  });
}

async function addressFault(deps: PostDeps, text: string): Promise<string | null> {
  const fault = urlFault(text, deps);
  if (fault !== null) return fault;
  const host = hostOf(new URL(text));
  if (bytesOf(host) !== null || (deps.allowsLoopback && isLoopback(host))) return null;
  try {
    const addresses = await deps.resolveHost(host);
    if (addresses.length === 0) return `${host} leads to no address.`;
    // One private address among public ones is enough for a connection to go there.
    return addresses.every(isPublicAddress) ? null : `${host} leads to a private address.`;
  } catch (cause) {
    return `${host} could not be looked up: ${textOf(cause)}`;
  }
}

const textKept = 300;

function textOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.slice(0, textKept);
}
