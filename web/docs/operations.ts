import {
  type Answer,
  type ApiDocument,
  type Media,
  type OperationItem,
  type Parameter,
  resolve,
  type Schema,
} from "./openapi.ts";
import { exampleOf, flatten } from "./schema.ts";

export type Field = {
  readonly name: string;
  readonly place: "path" | "query" | "header";
  readonly isRequired: boolean;
  readonly description: string;
  readonly schema: Schema;
  readonly example: string;
};

export type Reply = {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly { readonly name: string; readonly description: string }[];
  readonly schema: Schema | undefined;
  readonly example: unknown;
  readonly problemCodes: readonly string[];
};

export type Operation = {
  /** Also the hash that leads to it. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly isDeprecated: boolean;
  readonly isWrite: boolean;
  readonly scopes: readonly string[];
  readonly needsKey: boolean;
  readonly fields: readonly Field[];
  readonly body: { readonly schema: Schema; readonly example: unknown } | undefined;
  readonly replies: readonly Reply[];
  /** What it is found by: all that it says of itself, and the names of what it takes. */
  readonly words: string;
};

export type Group = {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Operation[];
};

const methods = ["get", "post", "put", "patch", "delete"];

/** Every operation under its first tag: the document's tags in their order, then whatever else is used. */
export function groupsOf(api: ApiDocument): Group[] {
  const described = new Map((api.tags ?? []).map((tag) => [tag.name ?? "", tag.description ?? ""]));
  const groups = new Map<string, Operation[]>([...described.keys()].map((name) => [name, []]));
  for (const [path, item] of Object.entries(api.paths ?? {})) {
    for (const method of Object.keys(item).filter((name) => methods.includes(name))) {
      const operation = item[method] as OperationItem;
      const tag = operation.tags?.[0] ?? "API";
      const group = groups.get(tag) ?? [];
      group.push(operationOf(api, path, method, operation, item.parameters ?? []));
      groups.set(tag, group);
    }
  }
  return [...groups]
    .filter(([, operations]) => operations.length > 0)
    .map(([name, operations]) => ({ name, operations, description: described.get(name) ?? "" }));
}

function operationOf(
  api: ApiDocument,
  path: string,
  method: string,
  item: OperationItem,
  shared: readonly Parameter[],
): Operation {
  const read = readOperation(api, path, method, item, shared);
  const { id, summary, description, scopes, fields } = read;
  const names = [
    ...fields.map(({ name }) => name),
    ...Object.keys(flatten(api, read.body?.schema ?? {}).properties ?? {}),
  ];
  const words = [id, method, path, summary, description, ...scopes, ...names];
  return { ...read, words: words.join(" ").toLowerCase() };
}

function readOperation(
  api: ApiDocument,
  path: string,
  method: string,
  item: OperationItem,
  shared: readonly Parameter[],
): Omit<Operation, "words"> {
  return {
    id: item.operationId ?? `${method}${path.replace(/\W+/g, "-")}`,
    method: method.toUpperCase(),
    path,
    summary: item.summary ?? `${method.toUpperCase()} ${path}`,
    description: item.description ?? "",
    isDeprecated: item.deprecated ?? false,
    isWrite: method !== "get",
    scopes: scopesOf(api, item),
    needsKey: isGuarded(api, item),
    fields: [...shared, ...(item.parameters ?? [])].flatMap((parameter) => fieldOf(api, parameter)),
    body: bodyOf(api, item),
    replies: Object.entries(item.responses ?? {}).map(([status, answer]) =>
      replyOf(api, status, answer),
    ),
  };
}

function scopesOf(api: ApiDocument, item: OperationItem): string[] {
  if (!isGuarded(api, item)) return [];
  const named = item["x-scope"];
  if (named !== undefined) return typeof named === "string" ? [named] : [...named];
  return (item.security ?? api.security ?? []).flatMap((way) => Object.values(way).flat());
}

/** An operation's own list replaces the document's, and an empty one means that anybody may call. */
function isGuarded(api: ApiDocument, item: OperationItem): boolean {
  return (item.security ?? api.security ?? []).length > 0;
}

function fieldOf(api: ApiDocument, reference: Parameter): Field[] {
  const parameter = resolve(api, reference);
  const place = parameter.in;
  // Cookies are no part of this API, and a browser would not let a page send them anyway.
  if (place !== "path" && place !== "query" && place !== "header") return [];
  const schema = resolve(api, parameter.schema ?? {});
  const example = parameter.example ?? schema.example ?? schema.examples?.[0];
  return [
    {
      name: parameter.name ?? "",
      place,
      isRequired: place === "path" || (parameter.required ?? false),
      description: parameter.description ?? schema.description ?? "",
      schema,
      example: example === undefined ? "" : String(example),
    },
  ];
}

function bodyOf(api: ApiDocument, item: OperationItem): Operation["body"] {
  if (item.requestBody === undefined) return undefined;
  const media = resolve(api, item.requestBody).content?.["application/json"];
  if (media === undefined) return undefined;
  return { schema: media.schema ?? {}, example: mediaExample(api, media) };
}

function replyOf(api: ApiDocument, status: string, reference: Answer): Reply {
  const answer = resolve(api, reference);
  const [mediaType, media] = Object.entries(answer.content ?? {})[0] ?? [];
  const codes = media?.["x-problem-codes"] ?? answer["x-problem-codes"] ?? [];
  const isProblem = codes.length > 0 || mediaType === "application/problem+json";
  return {
    status,
    description: answer.description ?? "",
    headers: Object.entries(answer.headers ?? {}).map(([name, header]) => ({
      name,
      description: resolve(api, header).description ?? "",
    })),
    // Every problem has the same form, which the page of its code shows.
    schema: isProblem ? undefined : media?.schema,
    example: media === undefined || isProblem ? undefined : mediaExample(api, media),
    problemCodes: codes,
  };
}

function mediaExample(api: ApiDocument, media: Media): unknown {
  if (media.example !== undefined) return media.example;
  const [first] = Object.values(media.examples ?? {});
  return first?.value ?? exampleOf(api, media.schema ?? {});
}
