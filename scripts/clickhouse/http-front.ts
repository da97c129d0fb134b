// What ClickHouse's HTTP interface does with the requests that Saku sends, over an engine that runs in this process.

export type Engine = { readonly query: (sql: string) => string };
export type Asked = {
  readonly address: URL;
  readonly authorization: string | undefined;
  readonly body: string;
};
export type Answer = { readonly status: number; readonly text: string };

// Of ClickHouse's own table of codes and statuses, what a wrong request of ours could meet. Every other code is a 500.
const statuses: ReadonlyMap<string, number> = new Map([
  ...[6, 26, 27, 36, 38, 41, 53, 62, 72, 117].map((code) => [`${code}`, 400] as const),
  ...[46, 47, 50, 60, 73, 81, 115].map((code) => [`${code}`, 404] as const),
  ["516", 403],
]);
const noSettings = new Set(["query", "database"]);

/** One request: settings hold for it alone, and what stands in the body goes on where the query in the address ends. */
export function answerTo(
  engine: Engine,
  credentials: string,
  { address, authorization, body }: Asked,
): Answer {
  if (authorization !== `Basic ${btoa(credentials)}`) {
    return failed("Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)");
  }
  const settings = [...address.searchParams].filter(([name]) => !noSettings.has(name));
  const made: string[] = [];
  try {
    engine.query(`USE ${named(address.searchParams.get("database") ?? "default")}`);
    for (const [name, value] of settings) {
      engine.query(`SET ${named(name)} = '${value.replaceAll(/['\\]/g, "\\$&")}'`);
      made.push(name);
    }
    const query = [address.searchParams.get("query"), body].filter(Boolean).join("\n");
    return { status: 200, text: engine.query(query) };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  } finally {
    for (const name of made) engine.query(`SET ${named(name)} = DEFAULT`);
  }
}

function named(name: string): string {
  if (/^\w+$/.test(name)) return name;
  throw new Error("Code: 62. DB::Exception: That is no name. (SYNTAX_ERROR)");
}

function failed(said: string): Answer {
  const code = /Code: (\d+)\./.exec(said)?.[1] ?? "";
  // A server begins with the code.
  return { status: statuses.get(code) ?? 500, text: said.replace(/^Query failed: /, "") };
}
