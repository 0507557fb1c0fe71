/** The deciding half of pacing: which waiting messages may be written now, and when to look again. */
import { holds, readyAtMs, taken } from './bucket.js';
import { UNPROVEN_MOST, unprovenCount } from './pacing-state.js';
import type { FencePurpose, PacingDraft, Waiting } from './pacing-state.js';

/** Ordinary messages stop two places before the end: one is for what the Configurator answers, one for a new link's fence. */
const ORDINARY_MOST = UNPROVEN_MOST - 2;
const PROVING_MOST = UNPROVEN_MOST - 1;
const PAIR_MESSAGES = 2;

/** Writes all that may go at `nowMs` and sets the time of the next look. */
export function writeWhatMayGo(draft: PacingDraft, nowMs: number): void {
  freeOverdueLanes(draft, nowMs);
  for (;;) {
    if (!writeNext(draft, nowMs)) break;
  }
  for (const { deadlineMs } of allWaiting(draft)) wakeAt(draft, deadlineMs);
  for (const holder of [draft.lanes.configurator, draft.lanes.quick]) {
    if (holder !== undefined && wantsLane(draft)) wakeAt(draft, holder.untilMs);
  }
}

function allWaiting(draft: PacingDraft): readonly Waiting[] {
  return [...draft.queues.configurator, ...draft.queues.quick];
}

function wantsLane(draft: PacingDraft): boolean {
  return draft.lock.fenceWanted || allWaiting(draft).length > 0;
}

function wakeAt(draft: PacingDraft, atMs: number): void {
  if (Number.isFinite(atMs)) draft.wakeAtMs = Math.min(draft.wakeAtMs ?? Infinity, atMs);
}

// A conversation keeps its lane until its own limit; its credit it keeps beyond that.
function freeOverdueLanes(draft: PacingDraft, nowMs: number): void {
  const { configurator, quick } = draft.lanes;
  if (configurator !== undefined && configurator.untilMs <= nowMs)
    draft.lanes.configurator = undefined;
  if (quick !== undefined && quick.untilMs <= nowMs) draft.lanes.quick = undefined;
}

function writeNext(draft: PacingDraft, nowMs: number): boolean {
  if (draft.link === 'none') return false;
  if (draft.link === 'fencing') return writeFirstFence(draft, nowMs);
  return draft.lock.isHeld ? writeForShutdown(draft) : writeWaiting(draft, nowMs);
}

function writeFirstFence(draft: PacingDraft, nowMs: number): boolean {
  if (draft.fence !== undefined) return false;
  if (nowMs < draft.firstFenceAtMs) {
    wakeAt(draft, draft.firstFenceAtMs);
    return false;
  }
  if (!spend(draft, 1)) return false;
  const { firstFenceRetryMs, firstFenceRetryMostMs } = draft.timings;
  const pauseMs = firstFenceRetryMs * 2 ** draft.firstFencesLost;
  draft.firstFenceAtMs = nowMs + Math.min(firstFenceRetryMostMs, pauseMs);
  writeFence(draft, 'first');
  return true;
}

function writeForShutdown(draft: PacingDraft): boolean {
  if (draft.lock.fenceWanted) {
    if (!fenceMayGo(draft) || !spend(draft, 1)) return false;
    draft.lock.fenceWanted = false;
    writeFence(draft, 'shutdown');
    return true;
  }
  if (!draft.lock.shutdownWanted || draft.fence !== undefined) return false;
  if (unprovenCount(draft) >= placesOf(draft, ORDINARY_MOST) || !spend(draft, 1)) return false;
  draft.lock.shutdownWanted = false;
  draft.actions.push({ kind: 'write-shutdown', seq: count(draft) });
  return true;
}

function writeWaiting(draft: PacingDraft, nowMs: number): boolean {
  if (writeWantedFence(draft)) return true;
  sendConfiguratorReadsToTheirLane(draft);
  const heads = headsOfFreeLanes(draft);
  const [oldest] = heads;
  if (oldest === undefined) return false;
  const messages = isPair(oldest.kind) ? PAIR_MESSAGES : 1;
  if (unprovenCount(draft) + messages <= placesOf(draft, ORDINARY_MOST)) {
    // The oldest goes first, or nobody: so that a pair, which needs two tokens, is not overtaken for ever.
    if (!spend(draft, messages)) return false;
    write(draft, oldest, nowMs);
    return true;
  }
  return winCreditsBack(draft, heads, nowMs);
}

// Behind key work it would only fill the quick lane: that work's own answer is waited for.
function writeWantedFence(draft: PacingDraft): boolean {
  const mayGo = draft.fenceWanted && draft.lanes.configurator === undefined && fenceMayGo(draft);
  if (!mayGo || !spend(draft, 1)) return false;
  writeFence(draft, 'liveness');
  return true;
}

// The seventh place: a waiting message that the Configurator answers, or else a fence.
function winCreditsBack(draft: PacingDraft, heads: readonly Waiting[], nowMs: number): boolean {
  if (unprovenCount(draft) >= placesOf(draft, PROVING_MOST)) return false;
  const proving = heads.find(({ kind }) => kind === 'configurator' || kind === 'configurator-read');
  if (proving === undefined && !fenceMayGo(draft)) return false;
  if (!spend(draft, 1)) return false;
  if (proving === undefined) writeFence(draft, 'credit');
  else write(draft, proving, nowMs);
  return true;
}

function isPair(kind: Waiting['kind']): boolean {
  return kind === 'scan' || kind === 'pair';
}

function placesOf(draft: PacingDraft, places: number): number {
  return draft.adopted ? places - 1 : places;
}

function fenceMayGo(draft: PacingDraft): boolean {
  return (
    draft.lanes.quick === undefined &&
    draft.fence === undefined &&
    unprovenCount(draft) < placesOf(draft, PROVING_MOST)
  );
}

// Behind key work a quick read of the Configurator's would only fill the quick lane until its limit.
function sendConfiguratorReadsToTheirLane(draft: PacingDraft): void {
  const { configurator, quick } = draft.queues;
  while (draft.lanes.configurator !== undefined && quick[0]?.kind === 'configurator-read') {
    configurator.push(...quick.splice(0, 1));
    configurator.sort((a, b) => a.id - b.id);
  }
}

function headsOfFreeLanes(draft: PacingDraft): readonly Waiting[] {
  const heads: Waiting[] = [];
  const [configurator] = draft.queues.configurator;
  const [quick] = draft.queues.quick;
  if (configurator !== undefined && draft.lanes.configurator === undefined)
    heads.push(configurator);
  if (quick !== undefined && draft.lanes.quick === undefined) heads.push(quick);
  return heads.sort((a, b) => a.id - b.id);
}

function write(draft: PacingDraft, waiting: Waiting, nowMs: number): void {
  const { id, kind, limitMs } = waiting;
  const lane = draft.queues.configurator[0]?.id === id ? 'configurator' : 'quick';
  if (kind === 'configurator' || kind === 'configurator-read') draft.fenceWanted = false;
  draft.queues[lane].shift();
  const seq = count(draft);
  if (isPair(kind)) {
    const secondSeq = count(draft);
    draft.lanes.quick = { seq: secondSeq, untilMs: nowMs + limitMs };
    draft.actions.push({ kind: 'write-pair', id, seq, secondSeq });
    return;
  }
  if (kind !== 'tell') draft.lanes[lane] = { seq, untilMs: nowMs + limitMs };
  draft.actions.push({ kind: 'write', id, seq });
}

function writeFence(draft: PacingDraft, purpose: FencePurpose): void {
  const seq = count(draft);
  draft.fence = { seq, purpose };
  draft.fenceWanted = false;
  // No time limit ends a fence: only its reply, or the end of the link.
  draft.lanes.quick = { seq, untilMs: Infinity };
  draft.fencesWritten += 1;
  draft.actions.push({ kind: 'write-fence', seq, purpose });
}

function count(draft: PacingDraft): number {
  const seq = draft.nextSeq;
  draft.nextSeq += 1;
  draft.unproven.push(seq);
  return seq;
}

function spend(draft: PacingDraft, tokens: number): boolean {
  if (!holds(draft.bucket, tokens)) {
    wakeAt(draft, readyAtMs(draft.bucket, tokens, draft.messagesPerSecond));
    return false;
  }
  draft.bucket = taken(draft.bucket, tokens);
  return true;
}
