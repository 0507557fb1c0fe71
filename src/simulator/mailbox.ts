/** An actor's mailbox: first in, first out, one message at a time, and deadly when it is full. */

/** What waits in a Configurator's or BlockchainBridge's mailbox at most (actix default). */
export const SMALL_MAILBOX_CAPACITY = 16;

/** One thing to do, and how long the actor is busy with it. */
interface Task {
  /** Milliseconds; 0: done at once, between 0 and 1: in a later turn of the event loop. */
  readonly serviceMs: number;
  readonly run: () => void;
}

/** Holds tasks of one actor. Capacity counts what waits, not what is being done. */
export class Mailbox {
  readonly #capacity: number;
  readonly #waiting: Task[] = [];
  #busy = false;
  #stopped = false;
  #highWater = 0;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(capacity = Number.POSITIVE_INFINITY) {
    this.#capacity = capacity;
  }

  /** The largest number that ever waited at once. */
  get highWater(): number {
    return this.#highWater;
  }

  /** Puts a task in; false where the mailbox is full: the sender panics then. */
  offer(task: Task): boolean {
    if (this.#stopped) return true;
    if (this.#waiting.length >= this.#capacity) return false;
    this.#waiting.push(task);
    if (!this.#busy) {
      this.#take();
    }
    this.#highWater = Math.max(this.#highWater, this.#waiting.length);
    return true;
  }

  /** Drops everything; nothing runs afterwards. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }

  #take(): void {
    const task = this.#waiting.shift();
    if (task === undefined) {
      this.#busy = false;
      return;
    }
    this.#busy = true;
    const finish = (): void => {
      task.run();
      if (!this.#stopped) this.#take();
    };
    if (task.serviceMs === 0) finish();
    else if (task.serviceMs < 1) this.#immediate = setImmediate(finish);
    else this.#timer = setTimeout(finish, task.serviceMs);
  }
}
