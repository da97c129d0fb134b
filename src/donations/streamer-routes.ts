import { answerList } from "../platform/answer-list.ts";
import { etagOf, expectedVersionOf } from "../platform/etag.ts";
import { pageBodyOf } from "../platform/list.ts";
import { type Routes, reply, replyWritten } from "../platform/routes.ts";
import { donationSchema } from "./donation.ts";
import type { DonationsEnv } from "./donations-env.ts";
import {
  approveDonationEndpoint,
  getDonationEndpoint,
  getDonationSettingsEndpoint,
  getEarningsEndpoint,
  listDonationsEndpoint,
  openStreamerEndpoint,
  rejectDonationEndpoint,
  updateDonationSettingsEndpoint,
} from "./streamer-endpoints.ts";

const etagHeaderOf = ({ version }: { readonly version: number }) => ({ ETag: etagOf(version) });

/** A streamer's own side of a page: its rules, what was given, and what of it is shown. */
export function addStreamerRoutes(routes: Routes<DonationsEnv>): Routes<DonationsEnv> {
  return addListRoutes(addPageRoutes(routes));
}

function addPageRoutes(routes: Routes<DonationsEnv>): Routes<DonationsEnv> {
  return routes
    .on(openStreamerEndpoint, async (c, { caller, write, body }) => {
      const opened = await c.var.donations.openStreamer(caller, {
        write,
        ownerRef: body.owner_ref,
        displayName: body.display_name,
        currency: body.currency,
        slug: body.slug,
      });
      return replyWritten(openStreamerEndpoint, 201, opened, etagHeaderOf(opened.result));
    })
    .on(getDonationSettingsEndpoint, async (c, { caller, params }) => {
      const page = await c.var.donations.getSettings(caller, params.ref);
      return reply(getDonationSettingsEndpoint, 200, page, etagHeaderOf(page));
    })
    .on(updateDonationSettingsEndpoint, async (c, { caller, write, params, headers, body }) => {
      const updated = await c.var.donations.updateSettings(caller, {
        write,
        streamerRef: params.ref,
        expectedVersion: expectedVersionOf(headers["if-match"]),
        slug: body.slug,
        displayName: body.display_name,
        settings: body.settings,
      });
      const headersOfIt = etagHeaderOf(updated.result);
      return replyWritten(updateDonationSettingsEndpoint, 200, updated, headersOfIt);
    })
    .on(getEarningsEndpoint, async (c, { caller, params, query }) => {
      const { from, until, time_zone: timeZone } = query;
      const input = { streamerRef: params.ref, from, until, timeZone };
      return reply(getEarningsEndpoint, 200, await c.var.donations.getEarnings(caller, input));
    });
}

function addListRoutes(routes: Routes<DonationsEnv>): Routes<DonationsEnv> {
  return routes
    .on(listDonationsEndpoint, async (c, { caller, query }) => {
      const { limit, cursor, ...filters } = query;
      return answerList(c, {
        place: { limit, cursor },
        readPage: (place) => c.var.donations.list(caller, { filters, ...place }),
        columns: Object.keys(donationSchema.shape),
        fileName: "donations",
        answer: (page) => reply(listDonationsEndpoint, 200, pageBodyOf(page)),
      });
    })
    .on(getDonationEndpoint, async (c, { caller, params }) =>
      reply(getDonationEndpoint, 200, await c.var.donations.get(caller, params.ref)),
    )
    .on(approveDonationEndpoint, async (c, { caller, write, params }) => {
      const input = { write, donationRef: params.ref };
      return replyWritten(
        approveDonationEndpoint,
        200,
        await c.var.donations.approve(caller, input),
      );
    })
    .on(rejectDonationEndpoint, async (c, { caller, write, params, body }) => {
      const input = { write, donationRef: params.ref, mode: body.mode };
      return replyWritten(rejectDonationEndpoint, 200, await c.var.donations.reject(caller, input));
    });
}
