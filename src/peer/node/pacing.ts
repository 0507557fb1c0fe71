/** Pacing towards the Node as a pure state machine: (state, event, now) → (state, what to do, when to wake up). */
import { fullBucket, refilled, taken } from './bucket.js';
import { QUEUE_PLACES, waitingCount } from './pacing-state.js';
import type { PacingDraft, PacingEvent, PacingState, PacingStep, Waiting } from './pacing-state.js';
import { writeWhatMayGo } from './pacing-writes.js';

/** One step of the machine; changes nothing but what it returns. */
export function stepPacing(state: PacingState, event: PacingEvent, nowMs: number): PacingStep {
  const draft = draftOf(state, nowMs);
  take(draft, event, nowMs);
  refuseLate(draft, nowMs);
  writeWhatMayGo(draft, nowMs);
  const { actions, wakeAtMs } = draft;
  return { state: draft, actions, wakeAtMs };
}

// Every message takes three steps, and spreading the state would cost more than all that they decide (docs/performance.md).
function draftOf(state: PacingState, nowMs: number): PacingDraft {
  const { lanes, queues, lock } = state;
  return {
    bucket: refilled(state.bucket, state.messagesPerSecond, nowMs),
    messagesPerSecond: state.messagesPerSecond,
    timings: state.timings,
    link: state.link,
    unproven: [...state.unproven],
    carried: state.carried,
    probe: state.probe,
    adopted: state.adopted,
    firstFencesLost: state.firstFencesLost,
    firstFenceAtMs: state.firstFenceAtMs,
    fence: state.fence,
    fenceWanted: state.fenceWanted,
    lanes: { configurator: lanes.configurator, quick: lanes.quick },
    queues: { configurator: [...queues.configurator], quick: [...queues.quick] },
    lock: {
      isHeld: lock.isHeld,
      fenceWanted: lock.fenceWanted,
      shutdownWanted: lock.shutdownWanted,
    },
    nextSeq: state.nextSeq,
    fencesWritten: state.fencesWritten,
    actions: [],
    wakeAtMs: undefined,
  };
}

function take(draft: PacingDraft, event: PacingEvent, nowMs: number): void {
  switch (event.kind) {
    case 'link-opened':
      return openLink(draft, event.adopted);
    case 'link-lost':
      return loseLink(draft);
    case 'process-forgotten':
      return forgetProcess(draft, nowMs);
    case 'arrived':
      return arrive(draft, event.waiting);
    case 'left':
      return leave(draft, event.id);
    case 'answered':
      return answer(draft, event.seq, event.proves);
    case 'unread':
      draft.unproven = draft.unproven.filter((seq) => seq !== event.seq);
      return answer(draft, event.seq, false);
    case 'fence-wanted':
      draft.fenceWanted = draft.link === 'open';
      return;
    case 'locked':
      draft.lock.isHeld = true;
      return refuseAll(draft);
    case 'lock-fence-wanted':
      draft.lock.fenceWanted = true;
      return;
    case 'shutdown-wanted':
      draft.lock.shutdownWanted = true;
      return;
    case 'unlocked':
      draft.lock = { isHeld: false, fenceWanted: false, shutdownWanted: false };
      return;
    case 'cleared':
      return refuseAll(draft);
    case 'time':
      return;
  }
}

function openLink(draft: PacingDraft, adopted: boolean): void {
  draft.link = 'fencing';
  draft.adopted = adopted;
  if (!adopted) return;
  // The probe was written by the Daemon link, which asks no bucket: the next message pays for it.
  draft.bucket = taken(draft.bucket, 1);
  draft.probe = true;
}

function loseLink(draft: PacingDraft): void {
  if (draft.link === 'open') draft.carried = draft.unproven.length;
  else if (draft.fence !== undefined) draft.firstFencesLost += 1;
  draft.link = 'none';
  draft.adopted = false;
  draft.unproven = [];
  draft.fence = undefined;
  draft.fenceWanted = false;
  draft.lanes = { configurator: undefined, quick: undefined };
  draft.lock = { isHeld: false, fenceWanted: false, shutdownWanted: false };
  refuseAll(draft);
}

function forgetProcess(draft: PacingDraft, nowMs: number): void {
  draft.carried = 0;
  draft.firstFencesLost = 0;
  draft.firstFenceAtMs = -Infinity;
  if (draft.link !== 'none') return;
  draft.probe = false;
  draft.bucket = fullBucket(nowMs);
}

function arrive(draft: PacingDraft, waiting: Waiting): void {
  const shut = draft.link === 'none' || draft.lock.isHeld;
  if (shut || waitingCount(draft) >= QUEUE_PLACES) {
    const reason = shut ? 'cleared' : 'room-full';
    draft.actions.push({ kind: 'refuse', id: waiting.id, reason });
    return;
  }
  draft.queues[waiting.kind === 'configurator' ? 'configurator' : 'quick'].push(waiting);
}

function leave(draft: PacingDraft, id: number): void {
  const others = (waiting: Waiting): boolean => waiting.id !== id;
  draft.queues.configurator = draft.queues.configurator.filter(others);
  draft.queues.quick = draft.queues.quick.filter(others);
}

function answer(draft: PacingDraft, seq: number, proves: boolean): void {
  if (draft.lanes.configurator?.seq === seq) draft.lanes.configurator = undefined;
  if (draft.lanes.quick?.seq === seq) draft.lanes.quick = undefined;
  // Per-socket order is kept and mailboxes are FIFO: what was written before it has been handled too.
  if (proves) draft.unproven = draft.unproven.filter((other) => other > seq);
  if (draft.fence?.seq !== seq) return;
  if (draft.link === 'fencing' && proves) {
    // It came through behind everything that earlier, closed links of this process had delivered.
    draft.link = 'open';
    draft.carried = 0;
    draft.probe = false;
    draft.firstFencesLost = 0;
    draft.firstFenceAtMs = -Infinity;
  }
  if (draft.link === 'open') draft.fence = undefined;
}

function refuseAll(draft: PacingDraft): void {
  const all = [...draft.queues.configurator, ...draft.queues.quick].sort((a, b) => a.id - b.id);
  for (const { id } of all) draft.actions.push({ kind: 'refuse', id, reason: 'cleared' });
  draft.queues = { configurator: [], quick: [] };
}

function refuseLate(draft: PacingDraft, nowMs: number): void {
  const keep = (waiting: Waiting): boolean => {
    if (waiting.deadlineMs > nowMs) return true;
    draft.actions.push({ kind: 'refuse', id: waiting.id, reason: 'too-late' });
    return false;
  };
  draft.queues.configurator = draft.queues.configurator.filter(keep);
  draft.queues.quick = draft.queues.quick.filter(keep);
}
