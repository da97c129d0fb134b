import { answerList } from "./answer-list.ts";
import { deadLetterSchema } from "./dead-letter.ts";
import {
  dropDeadLetterEndpoint,
  getDeadLetterEndpoint,
  getEventStatusEndpoint,
  listDeadLettersEndpoint,
  replayDeadLetterEndpoint,
} from "./dead-letter-endpoints.ts";
import type { EventService } from "./event-service.ts";
import { pageBodyOf } from "./list.ts";
import { createRoutes, type RouteVariables, reply, replyWritten } from "./routes.ts";

type EventsEnv = { Variables: RouteVariables & { events: EventService } };

export const eventRoutes = createRoutes<EventsEnv>()
  .on(getEventStatusEndpoint, async (c) =>
    reply(getEventStatusEndpoint, 200, await c.var.events.status()),
  )
  .on(listDeadLettersEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    return answerList(c, {
      place: { limit, cursor },
      readPage: (place) => c.var.events.listDeadLetters({ filters, ...place }),
      columns: Object.keys(deadLetterSchema.shape),
      fileName: "dead-letters",
      answer: (page) => reply(listDeadLettersEndpoint, 200, pageBodyOf(page)),
    });
  })
  .on(getDeadLetterEndpoint, async (c, { params }) =>
    reply(getDeadLetterEndpoint, 200, await c.var.events.getDeadLetter(params.ref)),
  )
  .on(replayDeadLetterEndpoint, async (c, { caller, write, params }) => {
    const input = { write, deadLetterRef: params.ref, decision: "REPLAY" } as const;
    const written = await c.var.events.settleDeadLetter(caller, input);
    return replyWritten(replayDeadLetterEndpoint, 200, written);
  })
  .on(dropDeadLetterEndpoint, async (c, { caller, write, params }) => {
    const input = { write, deadLetterRef: params.ref, decision: "DROP" } as const;
    const written = await c.var.events.settleDeadLetter(caller, input);
    return replyWritten(dropDeadLetterEndpoint, 200, written);
  });
