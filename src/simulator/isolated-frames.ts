/** The frames of isolated messages, in each form that the interface document allows. */
import { payloadFrame } from './ui-traffic.js';

/**
 * Which contextId isolated messages carry, since it means nothing: `none`, as Node 0.9.1 has it; always the same one; or the
 * newest that the peer was asked with, so that it belongs to an open conversation.
 */
export type IsolatedContextId = 'none' | 'newest' | bigint;

/** Writes the isolated messages of one peer. */
export class IsolatedFrames {
  readonly #form: IsolatedContextId;
  #newest: bigint | undefined;

  constructor(form: IsolatedContextId) {
    this.#form = form;
  }

  /** A client asked with this contextId. */
  asked(contextId: bigint | undefined): void {
    this.#newest = contextId ?? this.#newest;
  }

  /** The frame of one message; `payload` is JSON text. */
  of(opcode: string, payload: string): string {
    return payloadFrame(opcode, this.#contextId(), payload);
  }

  #contextId(): bigint | undefined {
    if (this.#form === 'none') return undefined;
    return this.#form === 'newest' ? this.#newest : this.#form;
  }
}
