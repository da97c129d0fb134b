import type { StageSnapshot } from "../../src/overlays/stage-snapshot.ts";
import type { Answer } from "../page/ask.ts";
import { api } from "./session.ts";

export type StageNews = {
  readonly snapshot: StageSnapshot | null;
  readonly isLive: boolean;
  readonly heardAt: number | null;
  /** Why nothing is known yet. */
  readonly trouble: Answer | null;
};

const pingMs = 20_000;
const deadMs = 50_000;
const firstRetryMs = 500;
const longestRetryMs = 10_000;

/** Tells of every change of the stage, and connects again by itself. Call what it gives back to stop. */
export function followStage(changed: (news: StageNews) => void): () => void {
  let news: StageNews = { snapshot: null, isLive: false, heardAt: null, trouble: null };
  let socket: WebSocket | null = null;
  let tries = 0;
  let timer = 0;
  let isStopped = false;

  const tell = (next: Partial<StageNews>) => {
    if (isStopped) return;
    news = { ...news, ...next };
    changed(news);
  };

  async function connect(): Promise<void> {
    const answer = await api("/v1/overlays/stage/session", { method: "POST", body: {} });
    if (isStopped) return;
    if (answer.outcome !== "done") {
      tell({ isLive: false, trouble: answer });
      retry();
      return;
    }
    listen((answer.value as { readonly ticket: string }).ticket);
  }

  function listen(ticket: string): void {
    const address = new URL("/v1/overlays/socket", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const opened = new WebSocket(address, ["saku.overlay.v1", `tkt.${ticket}`]);
    socket = opened;
    opened.addEventListener("message", ({ data }) => {
      if (socket === opened) hear(String(data));
    });
    opened.addEventListener("close", () => {
      if (socket !== opened) return;
      socket = null;
      tell({ isLive: false });
      retry();
    });
  }

  function hear(text: string): void {
    tries = 0;
    const heardAt = performance.now();
    if (text === "pong") {
      tell({ heardAt, isLive: true });
      return;
    }
    const { t, d }: { readonly t: string; readonly d: StageSnapshot } = JSON.parse(text);
    if (t === "SNAPSHOT") tell({ snapshot: d, heardAt, isLive: true, trouble: null });
  }

  function retry(): void {
    if (isStopped) return;
    const waitMs = Math.min(firstRetryMs * 1.7 ** tries, longestRetryMs);
    tries += 1;
    timer = window.setTimeout(() => void connect(), waitMs);
  }

  const pinging = window.setInterval(() => {
    if (socket?.readyState === WebSocket.OPEN) socket.send("ping");
    const isDead = news.heardAt !== null && performance.now() - news.heardAt > deadMs;
    if (isDead) socket?.close();
  }, pingMs);
  void connect();
  return () => {
    isStopped = true;
    window.clearTimeout(timer);
    window.clearInterval(pinging);
    socket?.close();
  };
}
