/** The parts of an OpenAPI 3.1 document that this page reads. Everything may be absent. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

type Reference = { readonly $ref?: string };

export type Parameter = Reference & {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
};

export type Media = {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly "x-problem-codes"?: readonly string[];
};

type Content = Readonly<Record<string, Media>>;

export type Body = Reference & {
  readonly description?: string;
  readonly required?: boolean;
  readonly content?: Content;
};

export type Answer = Reference & {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, Parameter>>;
  readonly content?: Content;
  readonly "x-problem-codes"?: readonly string[];
};

type Requirement = Readonly<Record<string, readonly string[]>>;

export type OperationItem = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly tags?: readonly string[];
  readonly security?: readonly Requirement[];
  readonly "x-scope"?: string | readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Answer>>;
};

type PathItem = Readonly<Record<string, unknown>> & { readonly parameters?: readonly Parameter[] };

export type ApiDocument = {
  readonly info?: {
    readonly title?: string;
    readonly version?: string;
    readonly description?: string;
  };
  readonly servers?: readonly { readonly url?: string }[];
  readonly tags?: readonly { readonly name?: string; readonly description?: string }[];
  readonly security?: readonly Requirement[];
  readonly paths?: Readonly<Record<string, PathItem>>;
};

/** Tells whether a loaded value can be read as an API document at all. */
export function isApiDocument(value: unknown): value is ApiDocument {
  return typeof value === "object" && value !== null && "openapi" in value;
}

/** Follows a local reference (`#/components/...`); one that leads nowhere becomes an empty object. */
export function resolve<Node extends Reference>(api: ApiDocument, node: Node): Node {
  if (node.$ref === undefined) return node;
  let place: unknown = api;
  for (const step of node.$ref.replace(/^#\//, "").split("/")) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    place = isRecord(place) && Object.hasOwn(place, key) ? place[key] : undefined;
  }
  const { $ref: _followed, ...beside } = node;
  return { ...(isRecord(place) ? place : {}), ...beside } as Node;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
