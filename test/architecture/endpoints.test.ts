// What a route says of itself, beside its scope: its address, what it takes, and that it takes nothing else.
import { expect, it } from "vitest";
import { z } from "zod";
import { allEndpoints } from "../../src/meta.ts";
import { type EndpointSpec, isWrite } from "../../src/platform/endpoint.ts";
import { jsonSchemaOf, problemCodesOf } from "../../src/platform/openapi.ts";

it.each(allEndpoints.map((spec) => [spec.operationId, spec] as const))(
  "%s describes its address and takes nothing that it does not name",
  (_name, spec) => {
    expect(endpointFaults(spec)).toEqual([]);
  },
);

it("names no address twice in one method", () => {
  const addresses = allEndpoints.map(({ method, path }) => `${method} ${path}`);
  expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
});

it("sees an address without its parameter, an open body, a write without one and a code that is said twice", () => {
  const sound = allEndpoints.find(({ operationId }) => operationId === "freezeWallet");
  if (!sound) throw new Error("freezeWallet is the sample of this test.");
  const { params: _params, ...withoutParams } = sound;
  const { body: _body, ...withoutBody } = sound;
  const open = z.object({ mode: z.string().optional() });
  const badSamples: readonly EndpointSpec[] = [
    withoutParams,
    withoutBody,
    { ...sound, body: open },
    { ...sound, problems: [...sound.problems, "wallet_frozen"] },
    { ...sound, bodyExample: { colour: "red" } },
    { ...sound, summary: "Freezes a wallet." },
  ];
  expect(badSamples.map((spec) => endpointFaults(spec).length)).toEqual([1, 1, 1, 1, 1, 1]);
});

function endpointFaults(spec: EndpointSpec): string[] {
  const named = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const codes = problemCodesOf(spec);
  const faults: readonly [boolean, string][] = [
    [named.join() !== Object.keys(spec.params?.shape ?? {}).join(), "params are not the path's"],
    [
      isWrite(spec) && !spec.body && !spec.takesRawBody,
      "a write without a body schema reads none and refuses nothing",
    ],
    [!isClosed(spec.body), "the body takes fields that it does not name"],
    [!isClosed(spec.query), "the query takes parameters that it does not name"],
    [new Set(codes).size !== codes.length, "a problem is listed twice"],
    [!isExampleUsable(spec), "the example of the body is refused by its own schema"],
    [spec.summary.endsWith(".") || !spec.description.endsWith("."), "a summary is no sentence"],
  ];
  return faults.filter(([isFault]) => isFault).map(([, fault]) => fault);
}

function isClosed(schema: z.ZodObject | undefined): boolean {
  return !schema || jsonSchemaOf(schema, "input").additionalProperties === false;
}

function isExampleUsable({ body, bodyExample }: EndpointSpec): boolean {
  return !body || !bodyExample || body.safeParse(bodyExample).success;
}
