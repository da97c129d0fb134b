/** Something that waits to be sent, and its sender who waits for the answer. */
type Entry<Item, Answer> = {
  readonly item: Item;
  readonly lead: () => void;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
};

type GatherDeps<Item, Answer> = {
  readonly send: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** How many letters an item takes. One call carries so many, or one item. */
  readonly sizeOf: (item: Item) => number;
};

// A leader may be cancelled with its client; whoever waited for it then goes by itself. Sending twice does nothing twice,
// but is work: a lane answers after ten seconds at the latest, if only that it does not know yet.
const patienceMs = 12_000;

// A call takes 32 MiB at most.
const maxCallLetters = 4_000_000;

/**
 * Gathers what arrives for one place while a call to it is under way, and sends it as one call: an object takes about a
 * thousand calls a second, and many more commands. The first who waits makes the next call, within its own request: what
 * a request does for others after its own answer, the runtime does in nobody's name.
 */
export function createGatherer<Item, Answer>({
  send,
  sizeOf,
}: GatherDeps<Item, Answer>): (item: Item) => Promise<Answer> {
  let waiting: Entry<Item, Answer>[] = [];
  let isUnderWay = false;

  async function lead(): Promise<void> {
    isUnderWay = true;
    const group = waiting.splice(0, countWithin(waiting.map(({ item }) => sizeOf(item))));
    try {
      const answers = await send(group.map(({ item }) => item));
      for (const [index, { answer }] of group.entries()) answer(answers[index] as Answer);
    } catch (error) {
      for (const { fail } of group) fail(error);
    } finally {
      isUnderWay = false;
      waiting[0]?.lead();
    }
  }

  return async (item) => {
    let isSettled = false;
    let mayLead: () => void = () => undefined;
    const turn = new Promise<"lead">((resolve) => {
      mayLead = () => resolve("lead");
    });
    const answered = new Promise<Answer>((answer, fail) => {
      const end = <Value>(tell: (value: Value) => void) => {
        return (value: Value): void => {
          isSettled = true;
          tell(value);
        };
      };
      waiting.push({ item, lead: mayLead, answer: end(answer), fail: end(fail) });
    });
    const isWaiting = () => waiting.some((entry) => entry.item === item);
    while (isWaiting() && !isUnderWay) await lead();
    if (isSettled) return answered;

    // Also tells the runtime that this request is alive; it ends with the request, and so is never cleared.
    const lost = new Promise<"lost">((resolve) => {
      setTimeout(() => resolve("lost"), patienceMs);
    });
    const settled = answered.then(
      () => "answered" as const,
      () => "answered" as const,
    );
    let first: "lead" | "answered" | "lost" = await Promise.race([turn, lost, settled]);
    if (first === "lead") {
      // Somebody may have taken it along before this request was woken, and be lost with it.
      while (isWaiting()) await lead();
      first = await Promise.race([settled, lost]);
    }
    if (first === "answered") return answered;
    waiting = waiting.filter((entry) => entry.item !== item);
    isUnderWay = false;
    const [own] = await send([item]);
    return own as Answer;
  };
}

/** How many from the front fit into one call, and at least one. */
function countWithin(sizes: readonly number[]): number {
  let letters = 0;
  const beyond = sizes.findIndex((size, index) => {
    letters += size;
    return index > 0 && letters > maxCallLetters;
  });
  return beyond < 0 ? sizes.length : beyond;
}
