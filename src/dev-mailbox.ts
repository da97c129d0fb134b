import { Hono } from "hono";
import type { DevMailbox } from "../durable-objects/dev-mailbox.ts";
import { configOf } from "./config.ts";
import type { DeliverCode } from "./identity/index.ts";
import { platformProblem } from "./platform/errors.ts";

type Mailbox = DurableObjectStub<DevMailbox>;
type MailboxEnv = { readonly MAILBOX?: DurableObjectNamespace<DevMailbox> };

/**
 * Where codes lie while one develops, or null. Two things keep it out of production, and either is enough: the object is
 * bound for no deployed environment, and only development and tests say that they are such.
 */
export function mailboxOf(env: MailboxEnv): Mailbox | null {
  if (!env.MAILBOX || !["development", "test"].includes(configOf(env).ENVIRONMENT)) return null;
  return env.MAILBOX.getByName("mailbox");
}

/** Delivers codes into the mailbox. */
export function deliverTo(mailbox: Mailbox): DeliverCode {
  return async (message) => mailbox.put(message);
}

export const mailboxApp = new Hono<{ Bindings: MailboxEnv }>().get("/dev/mailbox", async (c) => {
  const mailbox = mailboxOf(c.env);
  if (!mailbox) throw platformProblem("not_found", "There is nothing at /dev/mailbox.");
  const messages = await mailbox.read();
  return c.json({ data: messages }, 200, { "Cache-Control": "no-store" });
});
