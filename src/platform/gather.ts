/** Something that waits to be sent, and its sender who waits for the answer. */
type Entry<Item, Answer> = {
  readonly item: Item;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
};

type GatherDeps<Item, Answer> = {
  readonly send: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** How many letters an item takes. One call carries so many, or one item. */
  readonly sizeOf: (item: Item) => number;
  /** Keeps work alive whose request is answered, or was given up by its client. */
  readonly keep: (work: Promise<void>) => void;
  /** Calls back long after an answer should have come. A request that waits for another's work is only let live while a
   * timer of its own runs. */
  readonly watch: (giveUp: () => void) => void;
  readonly now: () => number;
};

// A runtime ends what it was asked to keep alive after half a minute, so a later request takes over long before.
const termMs = 5_000;

// A call takes 32 MiB at most.
const maxCallLetters = 4_000_000;

/**
 * Gathers what arrives for one place while a call to it is under way, and sends it as one call: an object takes about a
 * thousand calls a second, and many more commands. Whoever finds nobody sending sends for everybody who comes meanwhile.
 */
export function createGatherer<Item, Answer>({
  send,
  sizeOf,
  keep,
  watch,
  now,
}: GatherDeps<Item, Answer>): (item: Item) => Promise<Answer> {
  let waiting: Entry<Item, Answer>[] = [];
  let term: { readonly begunAt: number } | null = null;

  async function lead(own: { readonly begunAt: number }): Promise<void> {
    while (term === own && waiting.length > 0) {
      const group = waiting.splice(0, countWithin(waiting.map(({ item }) => sizeOf(item))));
      try {
        const answers = await send(group.map(({ item }) => item));
        for (const [index, { answer }] of group.entries()) answer(answers[index] as Answer);
      } catch (error) {
        for (const { fail } of group) fail(error);
      }
    }
    if (term === own) term = null;
  }

  return (item) =>
    new Promise((answer, fail) => {
      const entry = { item, answer, fail };
      waiting.push(entry);
      if (term !== null && now() - term.begunAt < termMs) {
        watch(() => {
          waiting = waiting.filter((other) => other !== entry);
          fail(new Error("Nobody has sent it, or its answer was lost."));
        });
        return;
      }
      term = { begunAt: now() };
      keep(lead(term));
    });
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
