import { expect, it } from "vitest";
import { answerTo } from "./http-front.ts";

const authorization = `Basic ${btoa("saku:secret")}`;

function front(fail: (sql: string) => string | undefined = () => undefined) {
  const ran: string[] = [];
  const query = (sql: string) => {
    ran.push(sql);
    const said = fail(sql);
    if (said !== undefined) throw new Error(said);
    return "answered";
  };
  const ask = (path: string, body = "", by: string | undefined = authorization) =>
    answerTo({ query }, "saku:secret", {
      address: new URL(path, "http://engine.test"),
      authorization: by,
      body,
    });
  return { ran, ask };
}

it("puts the body behind the query, and gives settings to that one request", () => {
  const { ran, ask } = front();
  const answer = ask("/?query=INSERT+INTO+t+FORMAT+JSONEachRow&database=saku&a_b=it's", '{"n":1}');
  expect(answer).toEqual({ status: 200, text: "answered" });
  expect(ran).toEqual([
    "USE saku",
    "SET a_b = 'it\\'s'",
    'INSERT INTO t FORMAT JSONEachRow\n{"n":1}',
    "SET a_b = DEFAULT",
  ]);
});

it("runs nothing for whoever does not say who asks, or says it wrongly", () => {
  const { ran, ask } = front();
  for (const wrong of ["", `Basic ${btoa("saku:guessed")}`]) {
    expect(ask("/?query=SELECT+1", "", wrong)).toMatchObject({ status: 403 });
  }
  expect(ran).toEqual([]);
});

it.each([
  ["Code: 60. DB::Exception: Table saku.x does not exist. (UNKNOWN_TABLE)", 404],
  ["Code: 117. DB::Exception: Unknown field found. (INCORRECT_DATA)", 400],
  ["Code: 69. DB::Exception: Decimal value is too big. (ARGUMENT_OUT_OF_BOUND)", 500],
  ["The engine is lost.", 500],
])("answers %s with the status of a server", (said, status) => {
  const { ran, ask } = front((sql) =>
    sql.startsWith("SELECT") ? `Query failed: ${said}` : undefined,
  );
  expect(ask("/?query=SELECT+1&a=1")).toEqual({ status, text: said });
  expect(ran.at(-1)).toBe("SET a = DEFAULT");
});

it("takes no words that would be more than a name", () => {
  const { ran, ask } = front();
  expect(ask("/?query=SELECT+1&database=a;b")).toMatchObject({ status: 400 });
  expect(ask("/?query=SELECT+1&a%3D1=2")).toMatchObject({ status: 400 });
  expect(ran).toEqual(["USE default"]);
});
