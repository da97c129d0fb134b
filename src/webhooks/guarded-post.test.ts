import { expect, it } from "vitest";
import { guardedPost } from "./guarded-post.ts";

const request = { url: "https://slow.example.com/", headers: {}, body: "{}", timeoutMs: 100 };

it("waits no longer for a name to be looked up than for everything together", async () => {
  const sent: unknown[] = [];
  const deps = {
    allowsLoopback: false,
    resolveHost: () => new Promise<readonly string[]>(() => undefined),
    send: async (input: unknown) => {
      sent.push(input);
      return new Response();
    },
  };
  const answer = await guardedPost(deps, request);
  expect(answer).toEqual({ error: "No answer within 100 ms." });
  expect(sent).toEqual([]);
});
