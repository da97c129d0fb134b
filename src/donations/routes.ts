import { createRoutes, type Routes, reply, replyWritten } from "../platform/routes.ts";
import { alertSound } from "./alert-sound.ts";
import type { DonationsEnv } from "./donations-env.ts";
import {
  createDonationEndpoint,
  getDonationStateEndpoint,
  getLeaderboardEndpoint,
  getSoundEndpoint,
  getStreamerEndpoint,
  quoteDonationEndpoint,
  readSpeechEndpoint,
} from "./endpoints.ts";
import { addGoalRoutes } from "./goal-routes.ts";
import { addStreamerRoutes } from "./streamer-routes.ts";

export const donationsRoutes = addGoalRoutes(
  addStreamerRoutes(addAudioRoutes(addDonorRoutes(createRoutes<DonationsEnv>()))),
);

/** Of the network that somebody asks from, as the platform in front of us says; null where nothing is in front. */
const ipOf = (header: string | undefined) => header ?? null;

function addDonorRoutes(routes: Routes<DonationsEnv>): Routes<DonationsEnv> {
  return routes
    .on(getStreamerEndpoint, async (c, { params }) => {
      const look = { slug: params.slug, ip: ipOf(c.req.header("cf-connecting-ip")) };
      return reply(getStreamerEndpoint, 200, await c.var.donations.getStreamer(look));
    })
    .on(getLeaderboardEndpoint, async (c, { params }) => {
      const look = { slug: params.slug, ip: ipOf(c.req.header("cf-connecting-ip")) };
      return reply(getLeaderboardEndpoint, 200, await c.var.donations.getLeaderboard(look));
    })
    .on(quoteDonationEndpoint, async (c, { params, body }) => {
      const ip = ipOf(c.req.header("cf-connecting-ip"));
      const quote = await c.var.donations.quote({ slug: params.slug, body, ip });
      return reply(quoteDonationEndpoint, 200, quote);
    })
    .on(createDonationEndpoint, async (c, { caller, write, params, body }) => {
      const ip = ipOf(c.req.header("cf-connecting-ip"));
      const input = { write, slug: params.slug, body, ip };
      const written = await c.var.donations.create(caller, input);
      return replyWritten(createDonationEndpoint, 201, written);
    })
    .on(getDonationStateEndpoint, async (c, { params, headers }) => {
      const input = { donationRef: params.ref, token: headers["donation-token"] ?? "" };
      return reply(getDonationStateEndpoint, 200, await c.var.donations.getState(input));
    });
}

/** Nothing but audio, which no browser may take for anything else. */
const audioHeaders = (contentType: string) => ({
  "Content-Type": contentType,
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
});

function addAudioRoutes(routes: Routes<DonationsEnv>): Routes<DonationsEnv> {
  return routes
    .on(readSpeechEndpoint, async (c, { params }) => {
      const { bytes, contentType } = await c.var.donations.readSpeech(params.ticket);
      return new Response(bytes, { headers: audioHeaders(contentType) });
    })
    .on(
      getSoundEndpoint,
      (_c, { params }) =>
        new Response(alertSound(params.sound), { headers: audioHeaders("audio/wav") }),
    );
}
