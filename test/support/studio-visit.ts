// A streamer before their studio, in a browser.
import type { Page } from "playwright-core";
import { password } from "./on-air.ts";

export async function signInto(studio: Page, email: string): Promise<void> {
  await studio.goto("/studio");
  await studio.getByLabel("Email").fill(email);
  await studio.getByLabel("Password").fill(password);
  await studio.keyboard.press("Enter");
}

/** The first step of somebody who has no page yet. */
export async function openOwnPage(studio: Page, slug: string): Promise<void> {
  await studio.getByLabel("Name").fill("Budi");
  await studio.getByLabel("Address").fill(slug);
  await studio.getByRole("button", { name: "Open the page" }).click();
  await studio.getByText("No overlay is open.").waitFor();
}

/** Makes an overlay and reads its link, which is shown once. */
export async function makeOverlay(studio: Page): Promise<string> {
  await studio.getByRole("link", { name: "Overlays", exact: true }).click();
  await studio.getByLabel("Name").fill("Alert");
  await studio.getByRole("button", { name: "Make an overlay" }).click();
  const link = await studio.getByLabel("Link of Alert").inputValue();
  await studio.getByRole("link", { name: "Live", exact: true }).click();
  return link;
}
