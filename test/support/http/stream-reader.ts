/** A reader of the gateway's event stream that comes back by Last-Event-ID, as a good client does. */
import { createParser } from 'eventsource-parser';

/** An event as the stream gave it. */
export interface ReadEvent {
  readonly id: string;
  readonly hop: string;
  readonly opcode: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const COME_BACK_MS = 20;

/** Collects every event, over as many connections as it takes. */
export class StreamReader {
  readonly events: ReadEvent[] = [];
  connections = 0;
  readonly #url: string;
  readonly #end = new AbortController();
  #lastId = '';

  private constructor(url: string) {
    this.#url = url;
  }

  /** Resolves when the first snapshot has come. */
  static async open(url: string): Promise<StreamReader> {
    const reader = new StreamReader(url);
    await new Promise<void>((resolve) => void reader.#read(resolve));
    return reader;
  }

  of(opcode: string): readonly ReadEvent[] {
    return this.events.filter((event) => event.opcode === opcode);
  }

  close(): void {
    this.#end.abort();
  }

  async #read(onFirst: () => void): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        await this.#readOnce(signal, onFirst);
      } catch {
        // Broken off: it comes back, unless it was closed.
      }
      await new Promise((resolve) => setTimeout(resolve, COME_BACK_MS));
    }
  }

  async #readOnce(signal: AbortSignal, onFirst: () => void): Promise<void> {
    const headers = this.#lastId === '' ? {} : { 'last-event-id': this.#lastId };
    const response = await fetch(`${this.#url}/v1/events?envelope=true`, { headers, signal });
    this.connections += 1;
    const parser = createParser({
      onEvent: ({ id, data }) => {
        this.#lastId = id ?? this.#lastId;
        this.events.push(JSON.parse(data) as ReadEvent);
        onFirst();
      },
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    }
  }
}
