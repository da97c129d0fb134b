import type { z } from "zod";
import type { Scope } from "./caller.ts";

/** One answer that an endpoint gives when all is well. */
export type ReplySpec = {
  readonly description: string;
  readonly body: z.ZodType;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the answer is no JSON. */
  readonly mediaType?: string;
};

/** What a route takes, needs and gives: parsed at run time, and the source of the reference and the scope table. */
export type EndpointSpec = {
  readonly method: "get" | "post" | "patch" | "put" | "delete";
  /** OpenAPI's spelling, with parameters in braces. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly tag: string;
  /** Public says so; nothing is public by omission. */
  readonly scope: Scope | "public";
  readonly summary: string;
  readonly description: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** An example of the body that runs against the demo data. */
  readonly bodyExample?: Readonly<Record<string, unknown>>;
  /** What the reference says of the body, where it is read in two steps and the first sees a part of it only. */
  readonly shownBody?: z.ZodType;
  /** The body also comes as NDJSON: one of these a line, and one answer a line back. */
  readonly lines?: { readonly asked: z.ZodType; readonly answered: z.ZodType };
  readonly maxBodyBytes?: number;
  /** The handler reads the body itself, byte for byte, because somebody else signed it as it is. */
  readonly takesRawBody?: boolean;
  readonly replies: Readonly<Record<number, ReplySpec>>;
  /** The codes of this route, beside those that any route may give. */
  readonly problems: readonly string[];
  /** A write that is refused without an idempotency key, because doing it twice would move money twice. */
  readonly movesMoney?: boolean;
  /** The write looks itself, in its own commit, whether the credential still stands; for any other the door looks. */
  readonly looksAtCredential?: boolean;
  /** A list that also comes as CSV and NDJSON. */
  readonly isExportable?: boolean;
};

/** What says where a new thing can be read. */
export const locationHeader = { Location: "Where it can be read from now on." } as const;

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<never, never>;

/** The parsed parts of a request, as its endpoint describes them. */
export type InputOf<Spec extends EndpointSpec> = {
  readonly params: OutputOf<Spec["params"]>;
  readonly query: OutputOf<Spec["query"]>;
  readonly headers: OutputOf<Spec["headers"]>;
  readonly body: OutputOf<Spec["body"]>;
};

/** Keeps an endpoint's literal types, so that its handler is given exactly what it declares. */
export function endpoint<const Spec extends EndpointSpec>(spec: Spec): Spec {
  return spec;
}

/** Whether the endpoint changes something, and so honours an idempotency key. */
export function isWrite(spec: EndpointSpec): boolean {
  return spec.method !== "get";
}
