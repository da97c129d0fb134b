import { type EndpointSpec, isWrite } from "../../../src/platform/endpoint.ts";
import { newRef } from "../refs.ts";

type Refs = Readonly<Record<string, string>>;

/** Refs that a body may hold without being about somebody's things, because they are secrets or challenges. */
const secretRefs = ["otp_ref"];

/** The refs of others' or one's own things that an endpoint's example names, wherever they stand in it. */
export function bodyRefNames(spec: EndpointSpec): string[] {
  const text = JSON.stringify(spec.bodyExample ?? {});
  const names = [...text.matchAll(/"(\w+_ref)":/g)].map((match) => match[1] ?? "");
  return [...new Set(names)].filter((name) => !secretRefs.includes(name));
}

/** The request of an endpoint's own example, about what the refs name. */
export function requestOf(
  spec: EndpointSpec,
  { bearer, params, refs }: { bearer: string | null; params: Refs; refs: Refs },
): Request {
  const path = spec.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? "");
  const body = isWrite(spec) ? { body: JSON.stringify(renamed(spec.bodyExample ?? {}, refs)) } : {};
  return new Request(`https://saku.test${path}`, {
    method: spec.method.toUpperCase(),
    headers: {
      "content-type": "application/json",
      "idempotency-key": newRef(),
      ...(spec.headers?.shape["if-match"] ? { "if-match": "*" } : {}),
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...body,
  });
}

function renamed(value: unknown, refs: Refs): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, refs));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, refs[name] ?? renamed(inner, refs)]),
  );
}
