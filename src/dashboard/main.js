/** The page: joins the feed and gives what it says to the widgets. */
import { ActionsView } from './actions-view.js';
import { asRecord } from './actions.js';
import { showChain } from './connection-view.js';
import { fillCurlLines } from './curl-line.js';
import { byId, setText } from './dom.js';
import { headlineOf } from './headline.js';
import { GraphView } from './graph-view.js';
import { LogView } from './log-view.js';
import { MoneyView } from './money-view.js';
import { SetupView } from './setup-view.js';
import { joinFeed } from './tab-link.js';
import { clockText, spanText } from './times.js';

/** @import { View, FeedMessage, ReadingName } from './types.js' */

const SECOND_MS = 1000;

/** @type {Readonly<Record<View['link']['state'], readonly [string, string]>>} */
const liveWords = {
  connecting: ['connecting', 'busy'],
  live: ['live', 'good'],
  full: ['not live', 'warn'],
  lost: ['lost', 'bad'],
  unauthorized: ['locked', 'warn'],
};

/** @type {ReturnType<typeof joinFeed>} */
let send = () => {};
/** @param {ReadingName} what */
const read = (what) => send({ kind: 'read', what });

const log = new LogView();
const graph = new GraphView(() => read('graph'));
const money = new MoneyView(() => read('financials'));
const setup = new SetupView(() => read('setup'));
const actions = new ActionsView({ onDone: () => read('financials') });
/** @type {string | undefined} */
let gatewaySince;
/** @type {View | undefined} */
let lastView;

/** @type {import('./types.js').Reading<never>} */
const notRead = { state: 'none', atMs: 0, data: null, problem: null };
/** @type {Omit<View, 'link'>} */
const nothingYet = {
  status: null,
  heardAtMs: 0,
  setup: notRead,
  financials: notRead,
  graph: notRead,
};

/** @param {FeedMessage} message */
function hear(message) {
  if (message.kind === 'view') show(message.view);
  else if (message.kind === 'log') log.add(message.rows, message.whole);
  else if (message.kind === 'scan') actions.lateScan(message.scan);
}

/** @param {View} view */
function show(view) {
  lastView = view;
  const headline = headlineOf(view);
  byId('headline').dataset['tone'] = headline.tone;
  setText(byId('headline-title'), headline.title);
  setText(byId('headline-text'), headline.text);
  setText(byId('headline-when'), whenText(view));
  const [word, tone] = liveWords[view.link.state];
  setText(byId('live'), word);
  byId('live').dataset['tone'] = tone;
  document.title = `${headline.title} – masq-gateway`;
  document.body.classList.toggle('stale', view.link.state === 'lost');
  showChain(view);
  graph.show(view);
  money.show(view);
  setup.show(view);
  actions.show(view, headline.actions);
  tick();
  // Another run of the gateway may let this caller do other things.
  if (view.status !== null && view.status.gatewaySince !== gatewaySince) {
    if (gatewaySince !== undefined) void learnAccess();
    gatewaySince = view.status.gatewaySince;
  }
}

/** @param {View} view */
function whenText({ link, status, heardAtMs }) {
  if (link.state === 'full') {
    return 'The gateway has no event stream to spare (setting max-streams): this page looks again now and then, and is not live.';
  }
  if (link.state === 'lost' && heardAtMs > 0) {
    return `Last heard at ${clockText(heardAtMs, Date.now())}.`;
  }
  if (status === null || status.nodeLastExitAt === null || status.nodeState !== 'stopped')
    return '';
  const at = clockText(Date.parse(status.nodeLastExitAt), Date.now());
  const how = {
    requested: 'was shut down',
    killed: 'was killed',
    ended: 'ended',
    unknown: 'ended in an unknown way, perhaps by a signal,',
  };
  return `The last Node ${how[status.nodeLastExitKind ?? 'unknown']} at ${at}.`;
}

/** Brings every "for 12 min" up to date. */
function tick() {
  const nowMs = Date.now();
  for (const each of document.querySelectorAll('[data-since]')) {
    if (each instanceof HTMLElement) {
      setText(each, spanText(nowMs - Date.parse(each.dataset['since'] ?? '')));
    }
  }
}

/** What stands there while the browser asks for a token, until the feed knows better. */
function showLocked() {
  if (lastView === undefined) show({ ...nothingYet, link: { state: 'unauthorized', sinceMs: 0 } });
}

/** Asks what this caller may do. Done by the page itself, for only a page can have the browser ask for a token. */
async function learnAccess() {
  // Asked without credentials first: that makes no browser ask, so that the page can say beforehand what it will ask for.
  let response = await fetch('/v1/access', { cache: 'no-store', credentials: 'omit' });
  if (response.status === 401) {
    showLocked();
    response = await fetch('/v1/access', { cache: 'no-store' });
  }
  const { access } = response.ok ? asRecord(await response.json()) : { access: [] };
  const mayWrite = Array.isArray(access) && access.includes('write');
  byId('access').hidden = !response.ok || mayWrite;
  actions.allow(mayWrite);
}

fillCurlLines();
setInterval(tick, SECOND_MS);
void learnAccess()
  .catch(() => undefined) // the feed finds out, and says so
  .then(() => {
    send = joinFeed(hear);
  });
