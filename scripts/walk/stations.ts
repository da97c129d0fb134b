// Where the walk goes, one after another. Each station begins where a person would.
import type { Page } from "playwright-core";
import { fillGift, goToPay } from "../../test/support/donor-visit.ts";
import {
  goOnAir,
  newSlug,
  type OnAir,
  type Place,
  password,
  payGift,
  promiseGift,
  registerStreamer,
} from "../../test/support/on-air.ts";
import { openOverlay } from "../../test/support/overlay-screen.ts";
import { makeOverlay, openOwnPage, signInto } from "../../test/support/studio-visit.ts";
import type { Camera } from "./camera.ts";

type Station = (place: Place, camera: Camera) => Promise<void>;

const message = "Semangat terus bang! Jangan lupa istirahat ya.";

const visitor: Station = async (_place, camera) => {
  const page = await camera.visitor();
  await page.goto("/");
  await page.getByText("The API and its database answer.").waitFor();
  await camera.take(page, "front");
  await page.goto("/problems/insufficient_funds");
  await page.locator("pre").waitFor();
  await camera.take(page, "problem");
};

const newStreamer: Station = async (place, camera) => {
  const { email } = await registerStreamer(place);
  const studio = await camera.visitor();
  await studio.goto("/studio");
  await studio.getByLabel("Password").waitFor();
  await camera.take(studio, "studio-sign-in");
  await studio.getByRole("button", { name: "Create an account" }).click();
  await camera.take(studio, "studio-sign-up");
  await signInto(studio, email);
  await studio.getByLabel("Address").waitFor();
  await camera.take(studio, "studio-first-step");
  await openOwnPage(studio, newSlug());
  await camera.take(studio, "studio-live-empty");
  await makeOverlay(studio);
  await studio.getByRole("link", { name: "Overlays", exact: true }).click();
  await studio.getByRole("button", { name: "Remove" }).waitFor();
  await camera.take(studio, "studio-overlays");
  for (const tab of ["Donations", "Goals", "Earnings"]) {
    await studio.getByRole("link", { name: tab, exact: true }).click();
    await studio.waitForLoadState("networkidle");
    await camera.take(studio, `studio-${tab.toLowerCase()}-empty`);
  }
};

const donor: Station = async (place, camera) => {
  const streamer = await goOnAir(place, {
    bio: "Main game tiap malam jam delapan. Terima kasih sudah mampir!",
  });
  await addGoal(streamer);
  for (const language of ["en-US", "id-ID"]) await donateIn(language, camera, streamer);
  const page = await camera.visitor();
  await page.goto("/donate/nobody-at-all");
  await page.locator(".state").waitFor();
  await camera.take(page, "donate-missing");
};

async function addGoal({ ask, userRef }: OnAir): Promise<void> {
  await ask("POST", `/v1/streamers/${userRef}/goals`, {
    ...{ title: "Mikrofon baru", target: "2500000", starting_amount: "900000" },
    milestones: [{ title: "Setengahnya", amount: "1250000" }],
  });
}

async function donateIn(language: string, camera: Camera, streamer: OnAir) {
  const page = await camera.visitor(language);
  const isEnglish = language === "en-US";
  const name = (what: string) => `donate-${what}-${isEnglish ? "en" : "id"}`;
  await page.goto(`/donate/${streamer.slug}`);
  await page.locator(".donate-button").waitFor();
  await camera.take(page, name("empty"));
  await page.locator(".donate-button").click();
  await camera.take(page, name("faults"));
  if (!isEnglish) return;
  await fillGift(page, streamer.slug, { amount: "25000", name: "Sari", message });
  await page.getByRole("radio", { name: "Video" }).check();
  await page.getByLabel("YouTube link").fill("https://youtu.be/sakuExample");
  await page.getByText("Lagu contoh").waitFor();
  await camera.take(page, name("video"));
  await page.getByRole("radio", { name: "Read aloud" }).check();
  const payUrl = await goToPay(page);
  await camera.take(page, name("pay"));
  await payGift({ payUrl });
  await page.getByRole("heading", { name: "Paid. Thank you!" }).waitFor();
  await camera.take(page, name("paid"));
  await leaveUnpaid(camera, streamer);
}

async function leaveUnpaid(camera: Camera, { slug }: OnAir): Promise<void> {
  const page = await camera.visitor();
  await fillGift(page, slug, { amount: "25000", name: "Sari", message });
  const payUrl = await goToPay(page);
  await fetch(`${payUrl}/cancel`, { method: "POST" });
  await page.getByRole("heading", { name: "Not paid" }).waitFor();
  await camera.take(page, "donate-unpaid");
}

const onStream: Station = async (place, camera) => {
  const everything = { parts: ["ALERTS", "GOALS", "LEADERBOARD", "TICKER"] };
  const running_text = "Donasi lewat tautan di bawah. Terima kasih semuanya!";
  const streamer = await goOnAir(place, { running_text }, everything);
  await addGoal(streamer);
  const overlay = (await openOverlay(await camera.visitor(), streamer.link)).page;
  const studio = await camera.visitor();
  await signInto(studio, streamer.email);
  await studio.getByText("The overlay is open and answers.").waitFor();
  const gifts = [
    { amount: "25000", donor_name: "Sari", message },
    { amount: "75000", donor_name: "Pak Dé", message: "Lagu request dong!" },
    { amount: "1250000", donor_name: "Anonim Baik Hati Sekali", message: `${message} 🎉🔥` },
  ];
  for (const wish of gifts) await payGift(await promiseGift(place.url, streamer.slug, wish));
  for (const { amount } of gifts) {
    await overlay.locator(`.alert.is-in`, { hasText: amountIn(amount) }).waitFor();
    await overlay.waitForTimeout(500);
    await camera.takeOverlay(overlay, `overlay-${amount}`);
    if (amount === "25000") await camera.take(studio, "studio-live");
  }
  await studio.locator(".badge", { hasText: "Shown" }).nth(2).waitFor();
  await camera.take(studio, "studio-live-after");
  await tabs(studio, camera);
};

/** As the overlay writes it. */
function amountIn(amount: string): string {
  return BigInt(amount).toLocaleString("id-ID");
}

async function tabs(studio: Page, camera: Camera, name = "studio"): Promise<void> {
  for (const tab of ["donations", "goals", "page", "overlays", "earnings"]) {
    await studio.locator(`.tabs a[href="#${tab}"]`).click();
    await studio.waitForLoadState("networkidle");
    await camera.take(studio, `${name}-${tab}`);
  }
}

/** A page in dollars, whose donors pay at their provider's; and its streamer reads Indonesian. */
const abroad: Station = async (place, camera) => {
  const streamer = await goOnAir(place, {}, { parts: ["ALERTS", "GOALS", "LEADERBOARD"] }, "USD");
  const overlay = (await openOverlay(await camera.visitor(), streamer.link)).page;
  const donor = await camera.visitor();
  const gift = { amount: "12.5", name: "Ann", message: "Have a great stream!" };
  await fillGift(donor, streamer.slug, gift);
  await donor.getByText("Ann donated").waitFor();
  await camera.take(donor, "dollars-donate");
  const payUrl = await goToPay(donor);
  await camera.take(donor, "dollars-pay");
  await fetch(`${payUrl}/fail`, { method: "POST" });
  await donor.getByRole("button", { name: "Try again" }).click();
  await donor.getByText("What you wrote is still here.").waitFor();
  await camera.take(donor, "dollars-try-again");
  const paid = await goToPay(donor);
  await payGift({ payUrl: paid });
  await overlay.locator(".alert.is-in").waitFor();
  await camera.takeOverlay(overlay, "dollars-overlay");
  const id = new URL(paid).pathname.split("/").at(-1);
  const settle = new URL(`/control/charges/${id}/settle`, paid);
  await fetch(settle, { method: "POST", body: "{}" });
  const studio = await camera.visitor("id-ID");
  await studio.goto("/studio");
  await studio.locator("input[type=email]").fill(streamer.email);
  await studio.locator("input[type=password]").fill(password);
  await studio.keyboard.press("Enter");
  await studio.locator(".donation-amount").first().waitFor();
  await camera.take(studio, "dollars-studio-live");
  await tabs(studio, camera, "dollars-studio");
};

export const stations: readonly Station[] = [visitor, newStreamer, donor, onStream, abroad];
