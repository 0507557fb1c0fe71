/** What the baselines serve: a peer's reply, asked for anew when it is a second old, or for every request. */
import { StraightLink } from '../straight.js';

const FRESH_MS = 1_000;
const head = '"payload": ';

/** Asks the peer on `port` for `opcode`, as the gateway shares its readings. */
export class SharedReply {
  readonly #link: StraightLink;
  readonly #opcode: string;
  #frame: Promise<string> | undefined;
  #askedAtMs = 0;

  private constructor(link: StraightLink, opcode: string) {
    this.#link = link;
    this.#opcode = opcode;
  }

  static async open(port: number, opcode: string): Promise<SharedReply> {
    return new SharedReply(await StraightLink.open(port), opcode);
  }

  /** The frame, at most a second old. */
  frame(): Promise<string> {
    const now = Date.now();
    if (this.#frame === undefined || now - this.#askedAtMs >= FRESH_MS) {
      this.#askedAtMs = now;
      this.#frame = this.newFrame();
    }
    return this.#frame;
  }

  /** A conversation of its own. */
  newFrame(): Promise<string> {
    return this.#link.ask(this.#opcode, '{}');
  }
}

/** The payload as it stands in the frame: our own peer writes all frames alike. */
export function splice(frame: string): string {
  return frame.slice(frame.indexOf(head) + head.length, -1);
}
