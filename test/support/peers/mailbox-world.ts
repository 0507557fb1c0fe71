/** A virtual Node with its two dangerous mailboxes, other UIs and a virtual clock, for pacing to be held to. */
import assert from 'node:assert/strict';
import { stepPacing } from '../../../src/peer/node/pacing.js';
import {
  initialPacing,
  unprovenCount,
  type PacingAction,
  type PacingEvent,
  type PacingState,
  type WaitingKind,
} from '../../../src/peer/node/pacing-state.js';

const MAILBOX_PLACES = 16;
/** What is said when it happens. */
export const OVERFLOW = 'a 17th message waits: the Node is dead';
const OTHERS_MOST = 8;
const USUAL_REPLY_MS = 0.1;
const FENCE_MS = 0.3;
const SETTLE_STEP_MS = 20;
/** More happenings than this within one stretch of time is a busy loop. */
const SPIN_MOST = 200_000;

interface Letter {
  readonly ours: boolean;
  readonly serviceMs: number;
  readonly onHandled: () => void;
}

/** One actor: handles letters one after the other; the one being handled has left its mailbox. */
class Actor {
  readonly #waiting: Letter[] = [];
  #handled: { readonly letter: Letter; readonly doneAtMs: number } | undefined;
  most = 0;

  get doneAtMs(): number {
    return this.#handled?.doneAtMs ?? Infinity;
  }

  unhandled(ours: boolean): number {
    const all =
      this.#handled === undefined ? this.#waiting : [...this.#waiting, this.#handled.letter];
    return all.filter((letter) => letter.ours === ours).length;
  }

  post(letter: Letter, nowMs: number): void {
    this.#waiting.push(letter);
    this.#next(nowMs);
    this.most = Math.max(this.most, this.#waiting.length);
    assert.ok(this.#waiting.length <= MAILBOX_PLACES, OVERFLOW);
  }

  /** The process is gone, and all that waited. */
  die(): void {
    this.#waiting.length = 0;
    this.#handled = undefined;
  }

  /** What is being handled takes so much longer: a locked database, a slow disk. */
  stall(forMs: number): void {
    if (this.#handled === undefined) return;
    const { letter, doneAtMs } = this.#handled;
    this.#handled = { letter, doneAtMs: doneAtMs + forMs };
  }

  finish(nowMs: number): void {
    const { letter } = this.#handled ?? assert.fail('nothing is being handled');
    this.#handled = undefined;
    this.#next(nowMs);
    letter.onHandled();
  }

  #next(nowMs: number): void {
    if (this.#handled !== undefined) return;
    const letter = this.#waiting.shift();
    if (letter !== undefined) this.#handled = { letter, doneAtMs: nowMs + letter.serviceMs };
  }
}

interface Call {
  readonly kind: WaitingKind;
  readonly serviceMs: number;
  readonly limitMs: number;
  readonly arrivedAtMs: number;
}

interface InFlight {
  readonly kind: WaitingKind | 'fence' | 'marker';
  readonly untilMs: number;
}

/** What became of a call in the waiting room. */
export type Fate = { readonly how: 'written' | PacingActionRefusal; readonly atMs: number };
type PacingActionRefusal = Extract<PacingAction, { kind: 'refuse' }>['reason'];

/** How the world behaves. */
export interface WorldOptions {
  readonly messagesPerSecond: number;
  /** Other UIs keep their 8 places taken all the time. */
  readonly flooded: boolean;
  readonly othersServiceMs: number;
  /** How many places other UIs take. @default 8 */
  readonly othersMost?: number;
  readonly bridgeMs: number;
  /** The Nodes listen on the Daemon's port, found there by probes that pacing is not asked about. @default false */
  readonly adopted?: boolean;
  /** How long a reply is under way. @default 0.1 */
  readonly replyMs?: number;
}

/** Runs the machine against the mailboxes and checks every write as it is made. */
export class MailboxWorld {
  nowMs = 0;
  state: PacingState;
  readonly fates = new Map<number, Fate>();
  /** Times of what was written, for each process apart: a new one comes with fresh credits and a full bucket. */
  readonly writtenTo: number[][] = [[]];
  readonly configurator = new Actor();
  readonly bridge = new Actor();
  readonly #options: WorldOptions;
  readonly #calls = new Map<number, Call>();
  readonly #inFlight = new Map<number, InFlight>();
  #replies: { readonly atMs: number; readonly event: PacingEvent; readonly link: number }[] = [];
  #wakeAtMs: number | undefined;
  #link = 0;
  #nextId = 1;

  constructor(options: WorldOptions) {
    this.#options = options;
    const timings = { firstFenceRetryMs: 2000, firstFenceRetryMostMs: 60_000 };
    this.state = initialPacing(timings, options.messagesPerSecond, 0);
  }

  openLink(): void {
    if (this.state.link !== 'none') return;
    this.#link += 1;
    this.#inFlight.clear();
    const adopted = this.#options.adopted === true;
    if (adopted) this.#post(0.01, () => undefined);
    this.event({ kind: 'link-opened', adopted });
  }

  /** The process dies, and this is known; the next link is to another one. */
  endProcess(): void {
    this.loseLink();
    this.configurator.die();
    this.bridge.die();
    this.writtenTo.push([]);
    this.event({ kind: 'process-forgotten' });
  }

  /** A shutdown closes the gate and asks for its fence; later it writes, or gives up. */
  gate(what: 'close' | 'shutdown' | 'open'): void {
    if (this.state.link === 'none') return;
    if (what === 'open') return this.event({ kind: 'unlocked' });
    if (what === 'shutdown') {
      if (this.state.lock.isHeld && !this.state.lock.fenceWanted)
        this.event({ kind: 'shutdown-wanted' });
      return;
    }
    if (this.state.lock.isHeld) return;
    this.event({ kind: 'locked' });
    this.event({ kind: 'lock-fence-wanted' });
  }

  /** The Node does not answer: all that waits is refused. */
  clear(): void {
    this.event({ kind: 'cleared' });
  }

  loseLink(): void {
    if (this.state.link === 'none') return;
    this.#link += 1;
    this.#inFlight.clear();
    this.event({ kind: 'link-lost' });
  }

  call(kind: WaitingKind, serviceMs: number, waitMs: number, limitMs: number): number {
    const id = this.#nextId++;
    this.#calls.set(id, { kind, serviceMs, limitMs, arrivedAtMs: this.nowMs });
    const waiting = { id, kind, limitMs, deadlineMs: this.nowMs + waitMs };
    this.event({ kind: 'arrived', waiting });
    return id;
  }

  /** When a call came. */
  arrivedAtMs(id: number): number {
    return this.#calls.get(id)?.arrivedAtMs ?? assert.fail(`call ${id} is unknown`);
  }

  leave(id: number): void {
    if (this.fates.has(id) || !this.#calls.has(id)) return;
    this.fates.set(id, { how: 'cleared', atMs: this.nowMs });
    this.event({ kind: 'left', id });
  }

  /** Other UIs take as many places as they may. */
  others(): void {
    for (const actor of [this.configurator, this.bridge]) {
      const serviceMs =
        actor === this.bridge ? this.#options.bridgeMs : this.#options.othersServiceMs;
      while (actor.unhandled(false) < (this.#options.othersMost ?? OTHERS_MOST)) {
        actor.post({ ours: false, serviceMs, onHandled: () => undefined }, this.nowMs);
      }
    }
  }

  event(event: PacingEvent): void {
    const step = stepPacing(this.state, event, this.nowMs);
    this.state = step.state;
    this.#wakeAtMs = step.wakeAtMs;
    for (const action of step.actions) this.#perform(action);
    assert.ok(unprovenCount(this.state) <= 8, 'more than 8 unproven');
  }

  /** Lets everything happen that happens until `untilMs`. */
  runUntil(untilMs: number): void {
    for (let turn = 0; ; turn += 1) {
      assert.ok(turn < SPIN_MOST, 'the machine asks to be woken again and again for nothing');
      const reply = this.#replies[0];
      const atMs = Math.min(
        this.configurator.doneAtMs,
        this.bridge.doneAtMs,
        reply?.atMs ?? Infinity,
        this.#wakeAtMs ?? Infinity,
      );
      if (atMs > untilMs) break;
      this.nowMs = Math.max(this.nowMs, atMs);
      if (atMs === this.configurator.doneAtMs) this.configurator.finish(this.nowMs);
      else if (atMs === this.bridge.doneAtMs) this.bridge.finish(this.nowMs);
      else if (atMs === reply?.atMs) this.#deliver();
      else this.event({ kind: 'time' });
      if (this.#options.flooded) this.others();
    }
    this.nowMs = untilMs;
  }

  /** Lets time pass until every call has ended, at most until `untilMs`. */
  settle(untilMs: number): void {
    while (this.nowMs < untilMs && this.fates.size < this.#calls.size) {
      this.runUntil(Math.min(untilMs, this.nowMs + SETTLE_STEP_MS));
    }
  }

  #deliver(): void {
    const reply = this.#replies.shift();
    if (reply === undefined || reply.link !== this.#link) return;
    if ('seq' in reply.event) this.#inFlight.delete(reply.event.seq);
    this.event(reply.event);
  }

  #perform(action: PacingAction): void {
    switch (action.kind) {
      case 'refuse':
        this.#end(action.id, action.reason);
        return;
      case 'write': {
        const call = this.#end(action.id, 'written');
        return this.#write(action.seq, call.kind, call.serviceMs, call.limitMs);
      }
      case 'write-pair': {
        const call = this.#end(action.id, 'written');
        assert.equal(action.secondSeq, action.seq + 1, 'somebody came between the two');
        this.#write(action.seq, 'scan', 0.1, Infinity);
        return this.#write(action.secondSeq, 'marker', 0.1, call.limitMs);
      }
      case 'write-fence':
        return this.#write(action.seq, 'fence', FENCE_MS, Infinity);
      case 'write-shutdown':
        return this.#write(action.seq, 'tell', 0.1, 0);
    }
  }

  #end(id: number, how: Fate['how']): Call {
    assert.ok(!this.fates.has(id), `call ${id} ended twice`);
    this.fates.set(id, { how, atMs: this.nowMs });
    return this.#calls.get(id) ?? assert.fail(`call ${id} is unknown`);
  }

  #write(seq: number, kind: InFlight['kind'], serviceMs: number, limitMs: number): void {
    assert.notEqual(this.state.link, 'none', 'written without a link');
    this.#checkLanes(kind);
    this.writtenTo.at(-1)?.push(this.nowMs);
    if (kind !== 'tell' && kind !== 'scan') {
      this.#inFlight.set(seq, { kind, untilMs: this.nowMs + limitMs });
    }
    const proves = kind === 'configurator' || kind === 'configurator-read' || kind === 'fence';
    const link = this.#link;
    const answer = (): void => {
      const event = { kind: 'answered', seq, proves } as const;
      const replyMs = this.#options.replyMs ?? USUAL_REPLY_MS;
      this.#replies.push({ atMs: this.nowMs + replyMs, event, link });
      this.#replies.sort((a, b) => a.atMs - b.atMs);
    };
    this.#post(proves ? serviceMs : 0.01, proves ? answer : () => undefined);
    if (!proves && kind !== 'tell' && kind !== 'scan') answer();
  }

  #post(serviceMs: number, onHandled: () => void): void {
    const { bridgeMs } = this.#options;
    this.configurator.post({ ours: true, serviceMs, onHandled }, this.nowMs);
    this.bridge.post({ ours: true, serviceMs: bridgeMs, onHandled: () => undefined }, this.nowMs);
    assert.ok(this.configurator.unhandled(true) <= 8, 'more than 8 of ours are unhandled');
  }

  #checkLanes(kind: InFlight['kind']): void {
    const busy = [...this.#inFlight.values()].filter(({ untilMs }) => untilMs > this.nowMs);
    const has = (...kinds: readonly InFlight['kind'][]): boolean =>
      busy.some((other) => kinds.includes(other.kind));
    if (kind === 'configurator') assert.ok(!has('configurator'), 'two in the Configurator lane');
    else if (kind === 'configurator-read')
      assert.ok(!has('configurator'), 'a read behind key work');
    else
      assert.ok(
        !has('quick', 'fence', kind === 'marker' ? 'fence' : 'marker'),
        'two in the quick lane',
      );
    if (kind === 'fence') assert.ok(!has('fence'), 'two fences');
  }
}
