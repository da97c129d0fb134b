import type { Chance } from "./chance.ts";
import type { Timeline } from "./timeline.ts";

/** One connection between a page and the stage. Either end may think that it is open while it is not. */
export type Line = {
  readonly conn: string;
  readonly toStage: (text: string) => void;
  readonly toPage: (text: string) => void;
  /** Closes it from one end; the other hears of it later, or much later. */
  readonly closeByStage: (code: number) => void;
  readonly closeByPage: () => void;
  /** The network is gone: the stage notices after a while, if it does not come back before. */
  readonly loseTouch: () => void;
  readonly isOpenAtStage: () => boolean;
  /** When the stage's side last answered a ping. */
  readonly pingedAt: () => number;
};

export type LineEnds = {
  readonly isCut: () => boolean;
  readonly onStage: (line: Line, text: string) => void;
  readonly onStageClosed: (line: Line) => void;
  readonly onPage: (text: string) => void;
  readonly onPageClosed: (code: number) => void;
};

// What is cut without a word is noticed when TCP gives up, or never by whoever does not send.
const longestNoticeMs = 70_000;

export function openLine(
  conn: string,
  { timeline, chance }: { timeline: Timeline; chance: Chance },
  ends: LineEnds,
): Line {
  let [stageOpen, pageOpen, pingedAt] = [true, true, 0];
  // Nothing overtakes anything within a connection.
  let [stageBusyUntil, pageBusyUntil] = [0, 0];
  const delay = () => chance.between(10, chance.happens(0.02) ? 1_500 : 120);
  const closeAtStage = () => {
    if (!stageOpen) return;
    stageOpen = false;
    ends.onStageClosed(line);
  };
  const closeAtPage = (code: number) => {
    if (!pageOpen) return;
    pageOpen = false;
    ends.onPageClosed(code);
  };
  const deliver = (arrivesAt: number, act: () => void) => timeline.at(arrivesAt, act);
  const line: Line = {
    conn,
    isOpenAtStage: () => stageOpen,
    pingedAt: () => pingedAt,
    toStage(text) {
      if (ends.isCut()) return;
      stageBusyUntil = Math.max(stageBusyUntil, timeline.now() + delay());
      deliver(stageBusyUntil, () => {
        if (!stageOpen || ends.isCut()) return;
        if (text !== "ping") return ends.onStage(line, text);
        pingedAt = timeline.now();
        line.toPage("pong");
      });
    },
    toPage(text) {
      if (ends.isCut() || !stageOpen) return;
      pageBusyUntil = Math.max(pageBusyUntil, timeline.now() + delay());
      deliver(pageBusyUntil, () => {
        if (pageOpen && !ends.isCut()) ends.onPage(text);
      });
    },
    closeByStage(code) {
      if (!stageOpen) return;
      stageOpen = false;
      const heardAt = Math.max(pageBusyUntil, timeline.now()) + delay();
      if (!ends.isCut()) deliver(heardAt, () => !ends.isCut() && closeAtPage(code));
    },
    loseTouch() {
      const notice = timeline.now() + chance.between(1_000, longestNoticeMs);
      deliver(notice, () => ends.isCut() && closeAtStage());
    },
    closeByPage() {
      pageOpen = false;
      const notice = ends.isCut() ? chance.between(1_000, longestNoticeMs) : delay();
      deliver(Math.max(stageBusyUntil, timeline.now()) + notice, closeAtStage);
    },
  };
  return line;
}
