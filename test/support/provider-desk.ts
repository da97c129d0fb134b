// A provider's desk for tests: it notes what it is asked and answers what the provider's own documentation answers.
export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
};

export type Desk = {
  readonly asked: Asked[];
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The body of the last request, as JSON. */
  readonly lastJson: () => unknown;
};

/** Answers in order of what is asked for: the first beginning of "METHOD url" that fits counts. */
export function openDesk(answers: Readonly<Record<string, readonly [number, unknown]>>): Desk {
  const asked: Asked[] = [];
  return {
    asked,
    lastJson: () => JSON.parse(asked.at(-1)?.body ?? "null"),
    fetch: async (url, init) => {
      const method = init.method ?? "GET";
      const request = {
        method,
        url,
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? init.body : "",
      };
      asked.push(request);
      const found = Object.entries(answers).find(([beginning]) =>
        `${method} ${url}`.startsWith(beginning),
      );
      if (!found) throw new Error(`Nobody at the desk knows ${method} ${url}.`);
      const [status, json] = found[1];
      return Response.json(json, { status });
    },
  };
}
