import { codeBlock, prettyJson } from "../page/code.ts";
import { button, type Child, element } from "../page/dom.ts";
import { say } from "../page/language.ts";
import { inline, prose } from "../page/prose.ts";
import { problemLink, toneOf } from "./answer.ts";
import type { ApiDocument } from "./openapi.ts";
import type { Field, Operation, Reply } from "./operations.ts";
import { curlOf, fetchOf } from "./samples.ts";
import { fieldRow, schemaTree } from "./schema-tree.ts";
import { tryIt } from "./try-it.ts";

export function operationArticle(api: ApiDocument, operation: Operation): HTMLElement {
  return element(
    "article",
    { class: "operation", id: operation.id, "aria-labelledby": `${operation.id}-name` },
    element(
      "div",
      { class: "about" },
      heading(operation),
      prose(operation.description),
      parameters(api, operation),
      body(api, operation),
      replies(api, operation),
    ),
    element(
      "div",
      { class: "samples" },
      requestSample(operation),
      tryIt(operation),
      replySample(operation),
    ),
  );
}

function heading(operation: Operation): Child {
  return [
    element(
      "h3",
      { id: `${operation.id}-name`, lang: "en" },
      element(
        "a",
        { class: "anchor", href: `#${encodeURIComponent(operation.id)}` },
        operation.summary,
      ),
    ),
    element("p", { class: "endpoint" }, methodBadge(operation.method), pathText(operation.path)),
    element(
      "p",
      { class: "scope" },
      operation.needsKey ? say("op.scope") : say("op.public"),
      operation.scopes.map((scope) => element("code", { class: "chip" }, scope)),
      operation.isDeprecated
        ? element("span", { class: "badge warn" }, say("op.deprecated"))
        : null,
    ),
  ];
}

export function methodBadge(method: string): HTMLElement {
  return element("span", { class: `method method-${method.toLowerCase()}` }, method);
}

/** The path with its parameters told apart, and with places where a narrow page may break it. */
function pathText(path: string): HTMLElement {
  const pieces = path.split(/(\{[^}]+\}|\/)/).map((piece): Child => {
    if (piece.startsWith("{")) return element("span", { class: "path-parameter" }, piece);
    return piece === "/" ? [element("wbr"), "/"] : piece;
  });
  return element("code", { class: "path" }, pieces);
}

function parameters(api: ApiDocument, operation: Operation): Child {
  return (["path", "query", "header"] as const).map((place) => {
    const fields = operation.fields.filter((field) => field.place === place);
    if (fields.length === 0) return null;
    return section(
      say(`op.${place}`),
      element(
        "ul",
        { class: "fields" },
        fields.map((field) => parameterRow(api, field)),
      ),
    );
  });
}

function parameterRow(api: ApiDocument, field: Field): HTMLElement {
  const { name, isRequired, description } = field;
  const { description: _said, ...schema } = field.schema;
  const example = field.example === "" ? {} : { example: field.example };
  return fieldRow(api, { name, isRequired, description, schema: { ...schema, ...example } });
}

function body(api: ApiDocument, operation: Operation): Child {
  if (operation.body === undefined) return null;
  return section(say("op.body"), schemaTree(api, operation.body.schema));
}

function section(title: string, content: Child): HTMLElement {
  return element("section", { class: "part" }, element("h4", {}, title), content);
}

function replies(api: ApiDocument, operation: Operation): Child {
  if (operation.replies.length === 0) return null;
  return section(
    say("op.responses"),
    element(
      "div",
      { class: "replies" },
      operation.replies.map((reply) => replyEntry(api, reply)),
    ),
  );
}

/** A success opens to its fields; a refusal lists its codes, each leading to what it means. */
function replyEntry(api: ApiDocument, reply: Reply): HTMLElement {
  const line = [
    element("span", { class: `badge ${toneOf(Number(reply.status))}` }, reply.status),
    element("span", { class: "reply-text", lang: "en" }, inline(reply.description)),
  ];
  const codes =
    reply.problemCodes.length === 0
      ? null
      : element(
          "ul",
          { class: "codes", "aria-label": `${say("op.problems")} ${reply.status}` },
          reply.problemCodes.map((code) => element("li", {}, problemLink(code))),
        );
  const isPlain = reply.schema === undefined && reply.headers.length === 0;
  if (isPlain)
    return element("div", { class: "reply" }, element("p", { class: "reply-line" }, line), codes);

  return element(
    "details",
    { class: "reply" },
    element("summary", { class: "reply-line" }, line),
    codes,
    reply.headers.length === 0
      ? null
      : element(
          "ul",
          { class: "fields" },
          reply.headers.map((header) =>
            fieldRow(api, { ...header, schema: { type: "string" }, isRequired: false }),
          ),
        ),
    reply.schema === undefined ? null : schemaTree(api, reply.schema),
  );
}

function requestSample(operation: Operation): HTMLElement {
  const samples = { curl: curlOf(operation), javascript: fetchOf(operation) };
  const title = [
    methodBadge(operation.method),
    element("span", { class: "unseen" }, say("sample.request")),
  ];
  return element(
    "div",
    { class: "sample" },
    element("div", { class: "sample-curl" }, codeBlock(title, samples.curl, sampleButtons())),
    element(
      "div",
      { class: "sample-javascript" },
      codeBlock(
        title.map((node) => node.cloneNode(true)),
        samples.javascript,
        sampleButtons(),
      ),
    ),
  );
}

const sampleNames = { curl: "curl", javascript: "JavaScript" };

/** Whoever reads one operation in a language reads the next one in it, so the choice is the page's. */
function sampleButtons(): Child {
  return Object.entries(sampleNames).map(([kind, name]) =>
    button(name, () => chooseSample(kind), {
      class: "code-button",
      "data-sample": kind,
      "aria-pressed": String(kind === chosenSample()),
    }),
  );
}

function chosenSample(): string {
  return document.documentElement.dataset.sample ?? "curl";
}

function chooseSample(kind: string): void {
  const pressed = document.activeElement?.closest(".sample");
  document.documentElement.dataset.sample = kind;
  for (const each of document.querySelectorAll<HTMLElement>("[data-sample]")) {
    each.setAttribute("aria-pressed", String(each.dataset.sample === kind));
  }
  // The pressed button vanished with its sample; its twin takes the focus over.
  pressed?.querySelector<HTMLElement>(`.sample-${kind} [data-sample="${kind}"]`)?.focus();
}

function replySample(operation: Operation): Child {
  const success = operation.replies.find(
    ({ status, example }) => status.startsWith("2") && example !== undefined && example !== null,
  );
  if (success === undefined) return null;
  return codeBlock(say("sample.response", { status: success.status }), prettyJson(success.example));
}
