import { z } from "zod";

const maxUserAgentLength = 300;
const addressSchema = z.union([z.ipv4(), z.ipv6()]);

/** What is known of the machine that asks, to show a person their sessions by and to find a thief's. */
export type ClientFacts = {
  readonly ip: string | null;
  readonly userAgent: string | null;
};

/** The facts of a request. Only Cloudflare's own header tells the address; every other is the caller's word. */
export function clientFacts(header: (name: string) => string | undefined): ClientFacts {
  const userAgent = header("user-agent") ?? "";
  return {
    ip: addressSchema.safeParse(header("cf-connecting-ip")).data ?? null,
    userAgent: userAgent === "" ? null : userAgent.slice(0, maxUserAgentLength),
  };
}
