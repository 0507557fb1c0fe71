/** Server-Sent Events out of the bytes of an answer. */
import { createParser } from 'eventsource-parser';
import type { SilenceWatch } from './silence-watch.js';

/** What the stream says: an event's data, or how long to wait before opening it again. */
export type Message = { readonly data: string } | { readonly retryMs: number };

/** No event of a gateway comes near it. */
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/** The messages of a body in their order; it is cancelled when the loop is left. @throws what reading the body throws. */
export async function* readMessages(
  body: ReadableStream<Uint8Array>,
  silence: SilenceWatch,
): AsyncGenerator<Message, void, undefined> {
  const found: Message[] = [];
  const parser = createParser({
    onEvent: ({ data }) => void found.push({ data }),
    onRetry: (retryMs) => void found.push({ retryMs }),
    maxBufferSize: MAX_EVENT_CHARACTERS,
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await silence.watch(reader.read());
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* found.splice(0);
    }
  } finally {
    // A body that has failed says so again here; whoever reads has been told already.
    await reader.cancel().catch(() => undefined);
  }
}
