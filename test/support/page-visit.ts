import type { Browser, Page } from "playwright-core";

export type VisitOptions = {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
  readonly language?: string;
};

export type Visit = {
  readonly page: Page;
  /** Errors on the console, refused content, scripts that threw, requests to anybody else. */
  readonly complaints: string[];
  close(): Promise<void>;
};

// Chromium reports every refusal of the API as an error on the console; refusals are what some tests ask for.
const refusal = /^Failed to load resource: (the server responded with a status of|net::ERR_FAILED)/;

/** One person with a browser of their own: nothing is remembered from the visit before. */
export async function openVisit(
  browser: Browser,
  origin: string,
  { width = 1440, height = 900, theme = "light", language = "en-US" }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme: theme,
    locale: language,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !refusal.test(message.text()))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`)) complaints.push(`request to ${request.url()}`);
  });
  return { page, complaints, close: () => context.close() };
}
