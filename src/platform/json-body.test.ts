import { Hono } from "hono";
import { expect, it } from "vitest";
import { type EndpointSpec, endpoint } from "./endpoint.ts";
import { readJsonBody } from "./json-body.ts";
import { Problem } from "./problem.ts";

const spec = endpoint({
  method: "post",
  path: "/v1/things",
  operationId: "makeThing",
  tag: "Things",
  scope: "public",
  summary: "Make a thing",
  description: "Makes it.",
  replies: {},
  problems: [],
  maxBodyBytes: 16,
});
const json = { "content-type": "application/json" };

/** What the body is read as, or the code that it is refused with. */
async function read(
  body: BodyInit | null,
  headers: Record<string, string> = json,
  limits: EndpointSpec = spec,
): Promise<unknown> {
  const app = new Hono().post("/", async (c) =>
    c.json({ read: (await readJsonBody(c, limits)) ?? null }),
  );
  app.onError((error, c) => c.json({ read: error instanceof Problem ? error.code : "a bug" }));
  const response = await app.request("/", { method: "POST", body, headers });
  return ((await response.json()) as { read: unknown }).read;
}

it("reads JSON, whatever the case and the parameters of its type", async () => {
  expect(await read('{"a":1}')).toEqual({ a: 1 });
  expect(await read("[1]", { "content-type": "Application/JSON; charset=utf-8" })).toEqual([1]);
});

it("takes no body for an empty one, of whichever type", async () => {
  expect(await read(null, {})).toEqual({});
  expect(await read("")).toEqual({});
});

it.each([
  ["text/plain"],
  ["application/x-www-form-urlencoded"],
  ["application/jsonp"],
  ["multipart/form-data; boundary=x"],
])("refuses %s", async (type) => {
  expect(await read("{}", { "content-type": type })).toBe("unsupported_media_type");
});

it.each([["{"], ["{'a':1}"], ['{"a":1,}'], ["NaN"], [" "]])("refuses %j as JSON", async (body) => {
  expect(await read(body)).toBe("malformed_request");
});

it.each([
  ["password=hunter2", "Unexpected token 'p'"],
  ['{"pin":hunter2}', "Unexpected token 'h'"],
  ['{"a":1,}', "at position 7"],
])(
  "says what is wrong with %j, and repeats nothing of it, which may be a secret",
  async (body, said) => {
    const request = new Request("https://saku.test/", { method: "POST", body, headers: json });
    const app = new Hono().post("/", async (c) => c.json(await readJsonBody(c, spec)));
    app.onError((error, c) => c.text(error.message));
    const answer = await (await app.request(request)).text();
    expect(answer).toContain(said);
    expect(answer).not.toMatch(/password=|pin/);
  },
);

it("refuses bytes that are not UTF-8", async () => {
  expect(await read(new Uint8Array([0x22, 0xff, 0x22]))).toBe("malformed_request");
});

it("reads up to the limit and not a byte further, whatever the length was said to be", async () => {
  const atLimit = JSON.stringify("x".repeat(14));
  expect(await read(atLimit)).toBe("x".repeat(14));
  expect(await read(`${atLimit} `)).toBe("payload_too_large");
  expect(await read(`${atLimit} `, { ...json, "content-length": "2" })).toBe("payload_too_large");
});

it("has a limit where an endpoint names none", async () => {
  const { maxBodyBytes: _limit, ...unlimited } = spec;
  const fitting = JSON.stringify("x".repeat(65_534));
  expect(await read(fitting, json, unlimited)).toHaveLength(65_534);
  expect(await read(`${fitting} `, json, unlimited)).toBe("payload_too_large");
});
