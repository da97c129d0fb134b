// A site, a provider that pays it, and browsers: what every journey of a donation is played on.
import type { Browser } from "playwright-core";
import { openSandboxProvider, type SandboxProvider } from "../../dev/sandbox-provider/server.ts";
import { testOperatorKey } from "./bindings.ts";
import { openBrowser } from "./browser.ts";
import { type Place, type PromisedGift, payGift, promiseGift } from "./on-air.ts";
import { openVisit, type Visit, type VisitOptions } from "./page-visit.ts";
import { openSite, type Site } from "./site.ts";

export type Theatre = {
  readonly site: Site;
  readonly place: Place;
  readonly provider: SandboxProvider;
  /** Somebody with a browser of their own. */
  readonly visitor: (options?: VisitOptions) => Promise<Visit>;
  /** Somebody gives something and pays it. */
  readonly give: (slug: string, wish?: object) => Promise<PromisedGift>;
  /** A donation as an operator reads it. */
  readonly donation: (ref: string) => Promise<Record<string, unknown>>;
  /** What went wrong in any of the browsers. */
  readonly complaints: () => string[];
  readonly close: () => Promise<void>;
};

const secret = "a secret between the sandbox and the site";
const patienceMs = 30_000;

export async function openTheatre(): Promise<Theatre> {
  let siteUrl = "";
  const provider = await openSandboxProvider({
    port: 0,
    secret,
    notifyUrl: () => `${siteUrl}v1/payments/providers/sandbox/notifications`,
  });
  const [site, browser] = await Promise.all([
    openSite({ PAYMENT_PROVIDERS: JSON.stringify({ sandbox: { url: provider.url, secret } }) }),
    openBrowser(),
  ]);
  siteUrl = site.url;
  const visits: Visit[] = [];
  return {
    site,
    provider,
    place: { url: site.url, operatorKey: testOperatorKey },
    visitor: async (options) => {
      const visit = await openPatientVisit(browser, site.url, options);
      visits.push(visit);
      return visit;
    },
    give: async (slug, wish) => {
      const gift = await promiseGift(site.url, slug, wish);
      await payGift(gift);
      return gift;
    },
    donation: async (ref) => (await site.api.get(`/v1/donations/${ref}`)).body,
    complaints: () => visits.flatMap(({ complaints }) => complaints),
    close: async () => {
      await browser.close();
      await site.close();
      await provider.close();
    },
  };
}

/** A whole stack under load answers later than the pages of a fixture. */
export async function openPatientVisit(
  browser: Browser,
  url: string,
  options?: VisitOptions,
): Promise<Visit> {
  const visit = await openVisit(browser, new URL(url).origin, options);
  visit.page.setDefaultTimeout(patienceMs);
  return visit;
}
