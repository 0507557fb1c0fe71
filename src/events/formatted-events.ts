/** Events as bytes for the wire, each made once and shared by all who read it. */
import type { GatewayEvent } from './event.js';
import { writtenEvent, type StreamForm } from './sse-format.js';

type Formatted = Map<StreamForm, Buffer>;

/** Keeps the bytes of an event for as long as the log or a reader keeps the event itself. */
export class FormattedEvents {
  readonly #idOf: (number: number) => string;
  readonly #formatted = new WeakMap<GatewayEvent, Formatted>();

  constructor(idOf: (number: number) => string) {
    this.#idOf = idOf;
  }

  /** The event's bytes; whoever gets them must not change them. */
  bytes(event: GatewayEvent, form: StreamForm): Buffer {
    let forms = this.#formatted.get(event);
    if (forms === undefined) {
      forms = new Map();
      this.#formatted.set(event, forms);
    }
    let bytes = forms.get(form);
    if (bytes === undefined) {
      bytes = Buffer.from(writtenEvent({ ...event, id: this.#idOf(event.number) }, form));
      forms.set(form, bytes);
    }
    return bytes;
  }
}
