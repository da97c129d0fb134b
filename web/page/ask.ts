/** Why the API refused. */
export type Refusal = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** What came of a request. Of a lost one nobody knows whether it was done. */
export type Answer =
  | {
      readonly outcome: "done";
      readonly status: number;
      readonly value: unknown;
      readonly etag: string;
    }
  | { readonly outcome: "refused"; readonly refusal: Refusal }
  | { readonly outcome: "lost" };

export type Request = {
  readonly method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

const patienceMs = 20_000;

/** Asks our own API. It never throws: whoever asks looks at what came of it. */
export async function ask(path: string, request: Request = {}): Promise<Answer> {
  const { method = "GET", body, headers = {}, signal } = request;
  try {
    const response = await fetch(path, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ?? AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    const value: unknown = text === "" ? null : JSON.parse(text);
    const { status } = response;
    if (response.ok) {
      return { outcome: "done", status, value, etag: response.headers.get("etag") ?? "" };
    }
    return { outcome: "refused", refusal: refusalOf(response, value) };
  } catch {
    return { outcome: "lost" };
  }
}

function refusalOf(response: Response, value: unknown): Refusal {
  const fields = value !== null && typeof value === "object" ? { ...value } : {};
  const text = (name: string) => {
    const found: unknown = Reflect.get(fields, name);
    return typeof found === "string" ? found : "";
  };
  return {
    status: response.status,
    ...{ code: text("code"), title: text("title"), detail: text("detail"), fields },
    requestId: response.headers.get("request-id") ?? "",
  };
}
