import { DurableObject } from "cloudflare:workers";
import { configOf } from "../src/config.ts";
import {
  createTickets,
  type Effect,
  envelopeOf,
  nextWakeOf,
  type PlaybackFact,
  protocol,
  readPageMessage,
  resultOfCommand,
  type StageEvent,
  type StageState,
  stageSnapshotOf,
  step,
  type TokenEnd,
  ticketIn,
} from "../src/overlays/index.ts";
import { systemClock } from "../src/platform/clock.ts";
import { createRefs } from "../src/platform/ids.ts";
import { log } from "../src/platform/log.ts";
import { openStageAccess, type StageAccess } from "./stage-access.ts";
import { type StageFacts, stageFactsOf } from "./stage-facts.ts";
import { openStageSockets, type StageSockets } from "./stage-sockets.ts";
import { openStageStorage, type StageStorage } from "./stage-storage.ts";

const newRef = createRefs(systemClock);
const nowMs = () => systemClock.now().getTime();

/**
 * The stage of one streamer: who plays, what is played and what waits. The dispatcher decides; this object gives it time,
 * memory and sockets. It may vanish at any moment: what it kept it finds again, and what it lost Postgres still knows.
 */
export class StreamerOverlay extends DurableObject<Env> {
  readonly #storage: StageStorage;
  readonly #access: StageAccess;
  readonly #sockets: StageSockets;
  readonly #facts: StageFacts;
  readonly #build: string;
  #state: StageState;
  #plannedAt: number | null | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#storage = openStageStorage(ctx.storage.sql);
    this.#access = openStageAccess(ctx.storage.sql);
    this.#sockets = openStageSockets(ctx);
    this.#facts = stageFactsOf(env, ctx.id.name ?? "");
    this.#build = env.VERSION.id;
    this.#state = this.#storage.read();
    this.#apply({ type: "RESTARTED", open: this.#sockets.pages() });
  }

  /** Tells the stage what happened, and answers what a command came to. Events are JSON, as lanes' commands are. */
  tell(text: string): string {
    const event: StageEvent = JSON.parse(text);
    if (event.type === "TOKENS_ENDED") this.#access.end(event.ends);
    this.#apply(event);
    if (event.type === "TOKENS_ENDED") this.#cutEnded(event.ends);
    return JSON.stringify(event.type === "COMMAND" ? resultOfCommand(this.#state, event) : null);
  }

  snapshot(): string {
    this.#apply({ type: "TICK" });
    return JSON.stringify(this.#snapshot());
  }

  /** Only upgrades: the Worker has looked at the ticket, and here it is used up. */
  override fetch(request: Request): Response {
    const { CURSOR_SECRET } = configOf(this.env);
    const text = ticketIn(request.headers.get("sec-websocket-protocol")) ?? "";
    const ticket = createTickets(CURSOR_SECRET).read(text, systemClock.now());
    const isMeant = ticket?.streamerRef === this.ctx.id.name;
    if (!ticket || !isMeant || !this.#access.use(ticket, nowMs())) {
      return new Response(null, { status: 401 });
    }
    if (this.#sockets.isFull()) return new Response(null, { status: 503 });
    const conn = newRef();
    const response = this.#sockets.accept({ conn, pass: ticket.pass, openedAt: nowMs() });
    this.#apply(ticket.pass === null ? { type: "TICK" } : { type: "ARRIVED", conn });
    if (ticket.pass === null) this.#sockets.sendTo(conn, this.#snapshotText());
    return response;
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const facts = this.#sockets.factsOf(socket);
    if (!facts) return;
    const { badMessage, tooMany } = protocol.close;
    if (this.#sockets.saysTooMuch(socket, nowMs())) {
      this.#cut(facts.conn, tooMany);
      return;
    }
    const isText = typeof message === "string" && message.length <= protocol.maxMessageBytes;
    const said = isText ? readPageMessage(message) : undefined;
    if (said === undefined) this.#cut(facts.conn, badMessage);
    if (!said || facts.pass === null) return;
    const pass =
      said.t === "HELLO" ? { ...facts.pass, endsAt: this.#access.endOf(facts.pass) } : facts.pass;
    this.#apply({ type: "SAID", conn: facts.conn, pass, message: said });
  }

  override webSocketClose(socket: WebSocket): void {
    this.#lose(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.#lose(socket);
  }

  /** An alarm that failed is tried a few times and then never again, so whatever fails in it is told to the dispatcher. */
  override async alarm(): Promise<void> {
    this.#plannedAt = undefined;
    await Promise.all(this.#apply({ type: "TICK" }));
  }

  #lose(socket: WebSocket): void {
    const facts = this.#sockets.factsOf(socket);
    if (!facts?.pass) return;
    const heardAt = this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
    this.#apply({ type: "CLOSED", conn: facts.conn }, heardAt);
  }

  #cut(conn: string, code: number): void {
    this.#sockets.close(conn, code, "");
    this.#apply({ type: "CLOSED", conn });
  }

  /** Who has said nothing yet is no page to the dispatcher, and must not become one by a link that has ended. */
  #cutEnded(ends: readonly TokenEnd[]): void {
    for (const { tokenRef, endsAt } of ends) {
      if (endsAt > nowMs()) continue;
      for (const conn of this.#sockets.openedBy(tokenRef)) {
        this.#cut(conn, protocol.close.accessEnded);
      }
    }
  }

  /** One step: the new state is kept before anybody hears of it, because nothing leaves an object before its writes. */
  #apply(event: StageEvent, lastHeardAt = 0): Promise<void>[] {
    const heardAt = (conn: string) => Math.max(lastHeardAt, this.#sockets.heardAt(conn));
    const before = this.#state;
    const { state, effects } = step(before, event, { now: nowMs(), newRef, heardAt });
    if (state !== before) {
      this.#state = state;
      this.#storage.write(before, state);
    }
    this.#planAlarm();
    const running = effects.flatMap((effect) => this.#perform(effect) ?? []);
    for (const work of running) this.ctx.waitUntil(work);
    if (state !== before) this.#sockets.sendToControllers(() => this.#snapshotText(), nowMs());
    return running;
  }

  #perform(effect: Effect): Promise<void> | null {
    switch (effect.do) {
      case "SEND":
        this.#sockets.sendTo(effect.conn, envelopeOf(effect.message, nowMs(), this.#build));
        return null;
      case "CLOSE":
        this.#sockets.close(effect.conn, effect.code, effect.reason);
        return null;
      case "WRITE":
        return this.#write(effect.facts);
      case "REBUILD":
        return this.#rebuild();
    }
  }

  async #write(facts: readonly PlaybackFact[]): Promise<void> {
    const ends = await Promise.allSettled(facts.map((fact) => this.#facts.recordPlayback(fact)));
    const failures = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
    if (failures.length > 0) log("warn", "playback_not_written", { failures });
    const written = facts.filter((_fact, index) => ends[index]?.status === "fulfilled");
    this.#apply({
      type: "WRITTEN",
      donationRefs: written.map(({ donationRef }) => donationRef),
      isWhole: failures.length === 0,
    });
  }

  async #rebuild(): Promise<void> {
    const askedAt = nowMs();
    try {
      const { unplayed, settings } = await this.#facts.read();
      this.#apply({ type: "CONFIGURE", settings });
      this.#apply({ type: "REBUILT", unplayed, askedAt });
    } catch (error) {
      log("warn", "stage_not_rebuilt", { error: String(error) });
      this.#apply({ type: "REBUILD_FAILED" });
    }
  }

  /** There is one alarm: the first of all moments at which something is due. */
  #planAlarm(): void {
    const next = nextWakeOf(this.#state);
    if (next === this.#plannedAt) return;
    this.#plannedAt = next;
    const { storage } = this.ctx;
    this.ctx.waitUntil(next === null ? storage.deleteAlarm() : storage.setAlarm(next));
  }

  #snapshot() {
    return stageSnapshotOf(this.#state, nowMs(), this.#sockets.heardAt);
  }

  #snapshotText(): string {
    const envelope = { v: protocol.version, ts: nowMs(), build: this.#build };
    return JSON.stringify({ ...envelope, t: "SNAPSHOT", d: this.#snapshot() });
  }
}
