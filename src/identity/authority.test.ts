import { expect, it } from "vitest";
import { authorityOf } from "./authority.ts";

const given = ["wallets:read", "wallets:write", "transactions:write"];

it("lets a user act on their own, and operators, admins and services on everybody's", () => {
  expect(authorityOf(["user", "streamer"], given)).toEqual({
    scopes: new Set(given),
    isOperator: false,
  });
  for (const role of ["operator", "admin", "service"]) {
    expect(authorityOf(["user", role], given)).toEqual({
      scopes: new Set(given),
      isOperator: true,
    });
  }
});

it("lets an auditor read everybody's, and write nothing, whatever else they are", () => {
  expect(authorityOf(["auditor", "user"], given)).toEqual({
    scopes: new Set(["wallets:read"]),
    isOperator: true,
  });
  expect(authorityOf(["auditor"], ["api_keys:write"]).scopes.size).toBe(0);
});

it("takes a scope that it does not know, and a role that it does not know, for nothing", () => {
  expect(authorityOf(["emperor"], ["wallets:read", "moon:walk"])).toEqual({
    scopes: new Set(["wallets:read"]),
    isOperator: false,
  });
  expect(authorityOf([], [])).toEqual({ scopes: new Set(), isOperator: false });
});
