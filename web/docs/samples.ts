import { prettyJson } from "../page/code.ts";
import type { Operation } from "./operations.ts";

/** Where requests go: always the server that this page came from. */
export function urlOf(operation: Operation, values: ReadonlyMap<string, string>): string {
  const path = operation.path.replace(/\{([^}]+)\}/g, (_braces, name: string) =>
    encodeURIComponent(values.get(`path ${name}`) ?? ""),
  );
  const query = new URLSearchParams();
  for (const field of operation.fields.filter(({ place }) => place === "query")) {
    const value = values.get(`query ${field.name}`) ?? "";
    if (value !== "") query.append(field.name, value);
  }
  const search = query.toString();
  return `${location.origin}${path}${search === "" ? "" : `?${search}`}`;
}

function exampleUrl(operation: Operation): string {
  const fields = operation.fields.filter(({ place, isRequired }) => place === "path" || isRequired);
  const values = new Map(
    fields.map(({ place, name, example }) => [`${place} ${name}`, example || name.toUpperCase()]),
  );
  return urlOf(operation, values);
}

export function curlOf(operation: Operation): string {
  const lines = [`curl ${quoted(exampleUrl(operation))}`];
  // With a body curl posts by itself.
  const isImplied = operation.method === "GET" || (operation.method === "POST" && operation.body);
  if (!isImplied) lines.push(`-X ${operation.method}`);
  if (operation.needsKey) lines.push('-H "Authorization: Bearer $SAKU_KEY"');
  for (const { name, example } of headersOf(operation)) {
    if (isIdempotencyKey(name)) lines.push(`-H "${name}: $(uuidgen)"`);
    else lines.push(`-H ${quoted(`${name}: ${example}`)}`);
  }
  if (operation.body) {
    lines.push("-H 'Content-Type: application/json'");
    lines.push(`-d ${quoted(prettyJson(operation.body.example))}`);
  }
  return lines.join(" \\\n  ");
}

export function fetchOf(operation: Operation): string {
  const headers: string[] = [];
  if (operation.needsKey) headers.push('Authorization: "Bearer " + process.env.SAKU_KEY,');
  for (const { name, example } of headersOf(operation)) {
    const value = isIdempotencyKey(name) ? "crypto.randomUUID()" : JSON.stringify(example);
    headers.push(`${JSON.stringify(name)}: ${value},`);
  }
  if (operation.body) headers.push('"Content-Type": "application/json",');

  const options: string[] = [];
  if (operation.method !== "GET") options.push(`  method: ${JSON.stringify(operation.method)},`);
  if (headers.length > 0) options.push(`  headers: {\n    ${headers.join("\n    ")}\n  },`);
  if (operation.body) {
    options.push(
      `  body: JSON.stringify(${prettyJson(operation.body.example).replaceAll("\n", "\n  ")}),`,
    );
  }
  const argument = options.length === 0 ? "" : `, {\n${options.join("\n")}\n}`;
  const call = `const response = await fetch(${JSON.stringify(exampleUrl(operation))}${argument});`;
  return `${call}\nconst result = await response.json();`;
}

function headersOf(operation: Operation): { name: string; example: string }[] {
  return operation.fields.filter(
    ({ place, name, isRequired, example }) =>
      place === "header" && (isRequired || isIdempotencyKey(name) || example !== ""),
  );
}

export function isIdempotencyKey(name: string): boolean {
  return name.toLowerCase() === "idempotency-key";
}

/** Single quotes stop a shell from reading anything inside, so a pasted sample runs only curl. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
