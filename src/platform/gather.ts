/** Something that waits to be sent, and its sender who waits for the answer. */
type Entry<Item, Answer> = {
  readonly item: Item;
  readonly lead: () => void;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
};

// A leader may be cancelled with its client; whoever waited for it then goes by itself. Sending twice does nothing twice.
const patienceMs = 3_000;

/**
 * Gathers what arrives for one place while a call to it is under way, and sends it as one call: an object takes about a
 * thousand calls a second, and many more commands. The first who waits makes the next call, within its own request.
 */
export function createGatherer<Item, Answer>(
  send: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  let waiting: Entry<Item, Answer>[] = [];
  let isUnderWay = false;

  async function lead(): Promise<void> {
    isUnderWay = true;
    const group = waiting;
    waiting = [];
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
    let mayLead: () => void = () => undefined;
    const turn = new Promise<"lead">((resolve) => {
      mayLead = () => resolve("lead");
    });
    const answered = new Promise<Answer>((answer, fail) => {
      waiting.push({ item, lead: mayLead, answer, fail });
    });
    if (!isUnderWay) {
      await lead();
      return answered;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lost = new Promise<"lost">((resolve) => {
      timer = setTimeout(() => resolve("lost"), patienceMs);
    });
    const first = await Promise.race([
      turn,
      lost,
      answered.then(
        () => "answered" as const,
        () => "answered" as const,
      ),
    ]);
    clearTimeout(timer);
    if (first !== "lead") waiting = waiting.filter((entry) => entry.item !== item);
    if (first === "answered") return answered;
    if (first === "lead") {
      await lead();
      return answered;
    }
    isUnderWay = false;
    const [own] = await send([item]);
    return own as Answer;
  };
}
