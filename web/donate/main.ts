import type { PublicStreamer } from "../../src/donations/streamer.ts";
import { type Answer, ask } from "../page/ask.ts";
import { type Child, element } from "../page/dom.ts";
import { drawPage } from "../page/frame.ts";
import { drawInLanguage } from "../page/language.ts";
import { emptiness, failure, skeleton } from "../page/states.ts";
import { type Memory, memoryOf } from "../page/storage.ts";
import type { Leaderboard, PromisedDonation, UnpaidReason } from "./answers.ts";
import { aside } from "./aside.ts";
import { donationForm } from "./form.ts";
import { endView, type PayView, payView, unpaidNote, type Watched } from "./pay.ts";
import { watchDonation } from "./watch.ts";
import { newWish, type Wish } from "./wish.ts";
import { say } from "./words.ts";

const slug = decodeURIComponent(/^\/donate\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
const path = `/v1/streamers/${encodeURIComponent(slug)}`;
// Who comes back from the payment's page, or reloads, finds their donation again.
const kept = memoryOf("sessionStorage", `saku.donation.${slug}`);
// What was written comes back with them, in case that it was not paid.
const keptWish = memoryOf("sessionStorage", `saku.wish.${slug}`);

let loaded: Answer | "loading" = "loading";
let leaders: Leaderboard | null = null;
let wish: Wish | null = null;
let promised = readKept<PromisedDonation>(kept);
// Why the payment before this form came to nothing.
let unpaid: { readonly donation: PromisedDonation; readonly reason: UnpaidReason | null } | null =
  null;
let watched: Watched | null = null;
let paying: PayView | null = null;
let stopWatching = () => {};

async function load(): Promise<void> {
  loaded = "loading";
  draw();
  loaded = await ask(path);
  draw();
  if (promised) watch(promised);
  const answer = loaded.outcome === "done" ? await ask(`${path}/leaderboard`) : null;
  if (answer?.outcome !== "done") return;
  leaders = answer.value as Leaderboard;
  document.getElementById("aside")?.replaceWith(asideNow());
}

function draw(): void {
  paying = null;
  drawPage("donate", element("main", { class: "page-main donate" }, content()));
}

function content(): Child {
  if (loaded === "loading") return skeleton();
  if (loaded.outcome === "lost")
    return failure({ outcome: "unreachable" }, path, () => void load());
  if (loaded.outcome === "refused") {
    const { status, requestId } = loaded.refusal;
    if (status === 404) return emptiness(say("missing"), say("missingNext"));
    return failure({ outcome: "refused", status, requestId }, path, () => void load());
  }
  const streamer = loaded.value as PublicStreamer;
  document.title = `${say("title", { name: streamer.display_name })} · Saku`;
  return [header(streamer), view(streamer), asideNow()];
}

function header(streamer: PublicStreamer): Child {
  const title = say("title", { name: streamer.display_name });
  return element(
    "header",
    { class: "donate-header" },
    // Whoever pays or has paid sees that as the heading.
    promised
      ? element("p", { class: "donate-title", dir: "auto" }, title)
      : element("h1", { dir: "auto" }, title),
    streamer.bio === "" ? null : element("p", { class: "muted", dir: "auto" }, streamer.bio),
  );
}

function view(streamer: PublicStreamer): Child {
  if (promised && watched && watched.state !== "AWAITING_PAYMENT") {
    return endView(promised, watched, streamer, again);
  }
  if (promised) {
    paying = payView(promised, streamer, again);
    if (watched) paying.refresh(watched);
    return paying.box;
  }
  if (!streamer.is_accepting) {
    return emptiness(say("closed", { name: streamer.display_name }), say("closedNext"));
  }
  wish ??= { ...newWish(streamer), ...readKept<Partial<Wish>>(keptWish) };
  return [
    unpaid && unpaidNote(unpaid.donation, unpaid.reason),
    donationForm(streamer, wish, begin),
  ];
}

function asideNow(): HTMLElement {
  const streamer = loaded !== "loading" && loaded.outcome === "done" ? loaded.value : null;
  return aside(streamer as PublicStreamer | null, leaders);
}

function begin(donation: PromisedDonation): void {
  [promised, unpaid] = [donation, null];
  kept.write(JSON.stringify(donation));
  keptWish.write(JSON.stringify(wish));
  draw();
  document.getElementById("view-title")?.focus();
  watch(donation);
}

function watch(donation: PromisedDonation): void {
  stopWatching();
  const changed = (next: Watched) => {
    const before = watched?.state ?? "AWAITING_PAYMENT";
    watched = next;
    if (next.state === before && paying) paying.refresh(next);
    else if (next.state !== before) {
      draw();
      document.getElementById("view-title")?.focus();
    }
  };
  stopWatching = watchDonation(donation, changed, again);
}

function again(): void {
  stopWatching();
  const isPaid = watched !== null && !["AWAITING_PAYMENT", "NOT_PAID"].includes(watched.state);
  // What was paid is said; who only changes their mind goes on from what they wrote.
  if (isPaid) {
    if (wish) Object.assign(wish, { message: "", link: "", agrees: false, isOfAge: false });
    keptWish.write("");
  }
  const isUnpaid = watched?.state === "NOT_PAID";
  const reason = watched?.unpaidBecause ?? null;
  unpaid = promised && isUnpaid ? { donation: promised, reason } : null;
  [promised, watched] = [null, null];
  kept.write("");
  draw();
  document.querySelector<HTMLElement>(".amount-input")?.focus();
}

function readKept<Kept>(memory: Memory): Kept | null {
  try {
    return memory.read() === "" ? null : JSON.parse(memory.read());
  } catch {
    return null;
  }
}

drawInLanguage(draw);
void load();
