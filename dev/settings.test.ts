import { expect, it } from "vitest";
import { settingsOf } from "./settings.ts";

it("keeps its state in the checkout and listens on 8787 unless told otherwise", () => {
  expect(settingsOf([], {}, "/checkout")).toEqual({
    port: { name: "SAKU_PORT", port: 8787, isAsked: false },
    sandboxPort: { name: "SAKU_SANDBOX_PORT", port: 8789, isAsked: false },
    stateFolder: "/checkout/.saku",
    isFresh: false,
    isHelp: false,
  });
});

it("takes the port and the folder from its variables", () => {
  const variables = { SAKU_PORT: "9000", SAKU_STATE: "/elsewhere" };
  expect(settingsOf(["--fresh"], variables, "/checkout")).toMatchObject({
    port: { port: 9000, isAsked: true },
    stateFolder: "/elsewhere",
    isFresh: true,
  });
});

it.each(["abc", "0", "65536", "-1", "80 80"])("refuses %s as a port", (text) => {
  expect(() => settingsOf([], { SAKU_PORT: text }, "/")).toThrow(`SAKU_PORT is "${text}"`);
});

it("refuses an option that it does not know", () => {
  expect(() => settingsOf(["--fresch"], {}, "/")).toThrow('"--fresch" is no option of npm start.');
});
