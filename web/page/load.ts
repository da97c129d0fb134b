/** What came of asking our own server for a document. */
export type Loaded =
  | { readonly outcome: "read"; readonly value: unknown }
  | { readonly outcome: "refused"; readonly status: number; readonly requestId: string }
  | { readonly outcome: "unreadable"; readonly requestId: string }
  | { readonly outcome: "unreachable" };

const patienceMs = 20_000;

export async function loadJson(path: string): Promise<Loaded> {
  let response: Response;
  try {
    response = await fetch(path, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch {
    return { outcome: "unreachable" };
  }
  const requestId = response.headers.get("request-id") ?? "";
  if (!response.ok) return { outcome: "refused", status: response.status, requestId };
  try {
    return { outcome: "read", value: await response.json() };
  } catch {
    return { outcome: "unreadable", requestId };
  }
}
