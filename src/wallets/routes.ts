import { answerList } from "../platform/answer-list.ts";
import { etagOf, expectedVersionOf } from "../platform/etag.ts";
import { pageBodyOf } from "../platform/list.ts";
import { createRoutes, reply, replyWritten } from "../platform/routes.ts";
import {
  closeWalletEndpoint,
  freezeWalletEndpoint,
  getWalletEndpoint,
  listWalletsEndpoint,
  openWalletEndpoint,
  unfreezeWalletEndpoint,
  updateWalletEndpoint,
} from "./endpoints.ts";
import { addMoneyRoutes, type WalletsEnv } from "./money-routes.ts";
import { type Wallet, walletSchema } from "./wallet.ts";

const etagOfWallet = (wallet: Wallet) => ({ ETag: etagOf(wallet.version) });

export const walletsRoutes = addMoneyRoutes(createRoutes<WalletsEnv>())
  .on(openWalletEndpoint, async (c, { caller, write, body }) => {
    const written = await c.var.wallets.open(caller, {
      write,
      ownerRef: body.owner_ref,
      type: body.type,
      currency: body.currency,
      name: body.name,
      slug: body.slug,
    });
    return replyWritten(openWalletEndpoint, 201, written, etagOfWallet(written.result));
  })
  .on(listWalletsEndpoint, async (c, { caller, query }) => {
    const { limit, cursor, ...filters } = query;
    return answerList(c, {
      place: { limit, cursor },
      readPage: (place) => c.var.wallets.list(caller, { filters, ...place }),
      columns: Object.keys(walletSchema.shape),
      fileName: "wallets",
      answer: (page) => reply(listWalletsEndpoint, 200, pageBodyOf(page)),
    });
  })
  .on(getWalletEndpoint, async (c, { caller, params }) => {
    const wallet = await c.var.wallets.get(caller, params.ref);
    return reply(getWalletEndpoint, 200, wallet, etagOfWallet(wallet));
  })
  .on(updateWalletEndpoint, async (c, { caller, write, params, headers, body }) => {
    const written = await c.var.wallets.update(caller, {
      write,
      walletRef: params.ref,
      expectedVersion: expectedVersionOf(headers["if-match"]),
      name: body.name,
      slug: body.slug,
    });
    return replyWritten(updateWalletEndpoint, 200, written, etagOfWallet(written.result));
  })
  .on(freezeWalletEndpoint, async (c, { caller, write, params, body }) => {
    const written = await c.var.wallets.freeze(caller, {
      write,
      walletRef: params.ref,
      mode: body.mode,
    });
    return replyWritten(freezeWalletEndpoint, 200, written, etagOfWallet(written.result));
  })
  .on(unfreezeWalletEndpoint, async (c, { caller, write, params }) => {
    const written = await c.var.wallets.unfreeze(caller, { write, walletRef: params.ref });
    return replyWritten(unfreezeWalletEndpoint, 200, written, etagOfWallet(written.result));
  })
  .on(closeWalletEndpoint, async (c, { caller, write, params }) => {
    const written = await c.var.wallets.close(caller, { write, walletRef: params.ref });
    return replyWritten(closeWalletEndpoint, 200, written, etagOfWallet(written.result));
  });
