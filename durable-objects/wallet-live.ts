import { DurableObject } from "cloudflare:workers";
import { configOf } from "../src/config.ts";
import { bareCaller } from "../src/platform/caller.ts";
import { systemClock } from "../src/platform/clock.ts";
import { createCursors } from "../src/platform/cursor.ts";
import { answered, type Database, openDatabase } from "../src/platform/database.ts";
import { log } from "../src/platform/log.ts";
import { operatorRef } from "../src/platform/operator-key.ts";
import { type LiveMessage, mostLiveChanges } from "../src/readmodels/index.ts";
import { createWalletsService, noCopies, type WalletsService } from "../src/wallets/index.ts";

// What somebody may see can change: nobody looks on for longer without being asked again who they are. Whether their
// session or key still stands is looked at with each alarm.
const longestLookMs = 15 * 60_000;
const watchMs = 120_000;
const renewMs = 60_000;
const mostSockets = 200;
const policyViolation = 1008;
const tryAgainLater = 1013;
const connectAgain = 4000;

/** What a socket has been told: up to which entry, and everything that the last message said beside its time. */
type Told = {
  readonly openedAt: number;
  readonly credentialRef: string | null;
  readonly version: number;
  readonly state: string;
};

// This object was reached by those alone who may see the wallet.
const onlooker = bareCaller(operatorRef, ["wallets:read"], { isOperator: true });

/**
 * Those who look at one wallet. The relay only says that something happened to it; what is sent is read from the ledger,
 * so that it is complete, in order, and never older than what was sent before. An idle object sleeps with its sockets open.
 */
export class WalletLive extends DurableObject<Env> {
  readonly #database: Database;
  readonly #wallets: WalletsService;
  #isTelling = false;
  #mustTellAgain = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { DATABASE_URL, NEON_PROXY_URL, CURSOR_SECRET } = configOf(env);
    this.#database = openDatabase(DATABASE_URL, NEON_PROXY_URL);
    this.#wallets = createWalletsService({
      database: this.#database,
      cursors: createCursors(CURSOR_SECRET),
      clock: systemClock,
      copies: noCopies,
    });
  }

  /** Says that something happened to the wallet. It answers at once. */
  push(): void {
    this.ctx.waitUntil(this.#tell());
  }

  override async fetch(request: Request): Promise<Response> {
    const { 0: client, 1: socket } = new WebSocketPair();
    this.ctx.acceptWebSocket(socket);
    if (this.#onlookers().length > mostSockets) {
      socket.close(tryAgainLater, "Too many look at this wallet.");
      return new Response(null, { status: 101, webSocket: client });
    }
    const asked = new URL(request.url).searchParams;
    const after = asked.get("after_version");
    const credentialRef = asked.get("credential_ref");
    const version = after === null ? -1 : Number.parseInt(after, 10);
    const openedAt = systemClock.now().getTime();
    remember(socket, { openedAt, credentialRef, version, state: "" });
    // First the watch, then the reading: whatever is committed in between is in one of them.
    await this.#watch();
    this.ctx.waitUntil(this.#tell());
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket): void {
    socket.close(policyViolation, "There is nothing to say here.");
  }

  /** Renews the watch while somebody looks, and reads once without being told to, in case a word was lost. */
  override async alarm(): Promise<void> {
    const now = systemClock.now().getTime();
    const ended = await this.#endedCredentials();
    for (const socket of this.#onlookers()) {
      const { openedAt, credentialRef } = toldOf(socket);
      if (now - openedAt < longestLookMs && !ended.has(credentialRef)) continue;
      socket.close(connectAgain, "Connect again with the last version.");
    }
    if (this.#onlookers().length === 0) return;
    await this.#watch();
    await this.#tell();
  }

  /** The sessions and keys of onlookers that were ended, or whose people were suspended, since they connected. */
  async #endedCredentials(): Promise<ReadonlySet<unknown>> {
    const refs = this.#onlookers().flatMap((socket) => toldOf(socket).credentialRef ?? []);
    if (refs.length === 0) return new Set();
    try {
      const rows = await answered(
        this.#database.sql`select identity.ended_credentials(${refs}::text[]) as ref`,
      );
      return new Set(rows.map(({ ref }) => ref));
    } catch (error) {
      // Without the database nothing is told to anybody either.
      log("warn", "wallet_live_unchecked", { error: String(error) });
      return new Set();
    }
  }

  async #watch(): Promise<void> {
    const now = systemClock.now().getTime();
    await this.ctx.storage.setAlarm(now + renewMs);
    try {
      await this.env.RELAY.getByName("relay").watch(this.#walletRef(), now + watchMs);
    } catch (error) {
      log("warn", "wallet_watch_failed", { error: String(error) });
    }
  }

  /** Tells everybody what the wallet holds. What is said meanwhile makes one more round. */
  async #tell(): Promise<void> {
    this.#mustTellAgain = true;
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      while (this.#mustTellAgain && this.#onlookers().length > 0) {
        this.#mustTellAgain = false;
        await this.#tellOnce();
      }
    } catch (error) {
      // The alarm reads again, and so does the next word of the relay.
      log("warn", "wallet_live_failed", { error: String(error) });
    } finally {
      this.#isTelling = false;
    }
  }

  async #tellOnce(): Promise<void> {
    const walletRef = this.#walletRef();
    const { overdraft, ...balance } = await this.#wallets.balance(onlooker, {
      walletRef,
      past: {},
    });
    // A wallet without a floor counts in several sequences at once, and its entries have no one order.
    const changes = overdraft === null ? [] : await this.#changesUpTo(balance.version);
    const { as_of: _asOf, ...state } = balance;
    for (const socket of this.#onlookers()) {
      const told = toldOf(socket);
      // The first message has everything; the next ones come when something is new.
      if (told.state === JSON.stringify(state)) continue;
      const since = told.version < 0 ? balance.version : told.version;
      const news = changes.filter(({ version }) => version > since);
      socket.send(JSON.stringify(messageOf(balance, news, since)));
      remember(socket, { ...told, version: balance.version, state: JSON.stringify(state) });
    }
  }

  /** The newest entries, oldest first, if anybody has not heard of them. */
  async #changesUpTo(version: number): Promise<LiveMessage["changes"]> {
    const heard = this.#onlookers().map((socket) => toldOf(socket).version);
    const isNew = heard.some((known) => known >= 0 && known < version);
    if (!isNew) return [];
    const page = await this.#wallets.mutations(onlooker, {
      walletRef: this.#walletRef(),
      filters: {},
      limit: mostLiveChanges,
      cursor: undefined,
    });
    return page.rows
      .filter((row) => row.version <= version)
      .map(({ transaction_ref, mutation_type, amount, balance_after, recorded_at, ...row }) => ({
        ...{ version: row.version, transaction_ref, mutation_type },
        ...{ amount, balance_after, recorded_at },
      }))
      .toReversed();
  }

  /** Without those who were sent away and have not answered: nothing is known of them, and nothing can be sent to them. */
  #onlookers(): WebSocket[] {
    return this.ctx
      .getWebSockets()
      .filter(({ readyState }) => readyState === WebSocket.READY_STATE_OPEN);
  }

  #walletRef(): string {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error("An object for live balances is named after a wallet.");
    return name;
  }
}

type Present = Awaited<ReturnType<WalletsService["balance"]>>;

function messageOf(
  balance: Omit<Present, "overdraft">,
  changes: LiveMessage["changes"],
  since: number,
): LiveMessage {
  const { wallet_ref, currency, version, as_of } = balance;
  return {
    ...{ wallet_ref, currency, balance: balance.balance },
    pending_in: balance.pending_in ?? "0",
    pending_out: balance.pending_out ?? "0",
    available: balance.available ?? balance.balance,
    ...{ version, as_of, changes },
    has_all_changes: changes.length >= version - since,
  };
}

function toldOf(socket: WebSocket): Told {
  return socket.deserializeAttachment() as Told;
}

function remember(socket: WebSocket, told: Told): void {
  socket.serializeAttachment(told);
}
