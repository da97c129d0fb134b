import { expect, it } from "vitest";
import { createTickets } from "./tickets.ts";

const now = { at: 1_800_000_000_000 };
const clock = { now: () => new Date(now.at) };
const tickets = createTickets("one secret of this deployment", clock);
const key = "0123456789abcdef".repeat(4);

it("lets audio be fetched for a week, and then no longer", () => {
  const ticket = tickets.speechTicketOf(key);
  expect(tickets.speechKeyOf(ticket)).toBe(key);
  now.at += 7 * 24 * 3_600_000 - 1;
  expect(tickets.speechKeyOf(ticket)).toBe(key);
  now.at += 1;
  expect(tickets.speechKeyOf(ticket)).toBeNull();
});

it("believes no ticket that was altered, made by another secret or meant for something else", () => {
  const ticket = tickets.speechTicketOf(key);
  const [digest = "", until = "", signature = ""] = ticket.split(".");
  const later = (Number.parseInt(until, 36) + 1_000).toString(36);
  const others = createTickets("another secret altogether", clock);
  for (const forged of [
    `${digest}.${later}.${signature}`,
    `${digest.replace("0", "1")}.${until}.${signature}`,
    others.speechTicketOf(key),
    `${digest}.${until}`,
    "",
  ]) {
    expect(tickets.speechKeyOf(forged)).toBeNull();
  }
});

it("shows a donation for its own token only", () => {
  const token = tickets.watchTokenOf("01JD3Z8K4M6N7P8Q9R0S1T2V3W");
  expect(tickets.mayWatch("01JD3Z8K4M6N7P8Q9R0S1T2V3W", token)).toBe(true);
  expect(tickets.mayWatch("01JD3Z8K4M6N7P8Q9R0S1T2V3X", token)).toBe(false);
  expect(tickets.mayWatch("01JD3Z8K4M6N7P8Q9R0S1T2V3W", token.slice(3))).toBe(false);
});
