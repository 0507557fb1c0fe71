/** The buttons that change something, the question before, and what came of it. Without the right to write there are none. */
import { actions, carryOut, outcomeText, scanNames } from './actions.js';
import { curlCommand } from './curl-line.js';
import { button, byId, element, setText } from './dom.js';
import { nodeAnswers } from './reading-view.js';

/** @import { ActionName, View } from './types.js' */
/** @import { Result } from './actions.js' */

const MAX_RESULTS = 3;
/** @type {readonly ActionName[]} */
const lifeNames = ['start', 'restart', 'shutdown'];
const SECOND_MS = 1000;

export class ActionsView {
  #onDone;
  #isAllowed = false;
  /** @type {ActionName | undefined} */
  #underWay;
  /** @type {Map<ActionName, HTMLButtonElement>} */
  #buttons = new Map();
  /** @type {View | undefined} */
  #view;
  /** @type {readonly ActionName[]} */
  #offered = [];
  /** @type {HTMLElement | undefined} */
  #progress;

  /** @param {{ onDone: () => void }} listener called when something was done that money may depend on */
  constructor({ onDone }) {
    this.#onDone = onDone;
  }

  /** @param {boolean} mayWrite */
  allow(mayWrite) {
    if (mayWrite === this.#isAllowed) return;
    this.#isAllowed = mayWrite;
    this.#buttons.clear();
    byId('headline-actions').replaceChildren();
    byId('scans').replaceChildren();
    if (!mayWrite) return;
    byId('headline-actions').append(...lifeNames.map((name) => this.#button(name)));
    byId('scans').append(...scanNames.map((name) => this.#button(name)));
    this.#apply();
  }

  /**
   * @param {View} view
   * @param {readonly ActionName[]} offered
   */
  show(view, offered) {
    this.#view = view;
    this.#offered = offered;
    this.#apply();
  }

  /** @param {import('./types.js').LateScan} scan */
  lateScan({ scanType, result, outcome }) {
    const words = {
      done: 'is done',
      'nothing-to-do': 'had nothing to do',
      failed: 'has failed',
      lost: 'has ended without a word',
    };
    this.#addResult({
      tone: result === 'failed' || result === 'lost' ? 'bad' : 'good',
      title: `The scan of ${scanType} ${words[result]}.`,
      detail: outcomeText(outcome ?? null),
      problem: null,
    });
  }

  /** @param {ActionName} name */
  #button(name) {
    const kind = name === 'start' ? 'main' : 'plain';
    const made = button(actions[name].label, kind, () => this.#ask(name));
    this.#buttons.set(name, made);
    return made;
  }

  #apply() {
    const view = this.#view;
    if (view === undefined) return;
    const isConnected = view.link.state === 'live' || view.link.state === 'full';
    for (const [name, each] of this.#buttons) {
      const isScan = !lifeNames.includes(name);
      each.hidden = !isScan && !this.#offered.includes(name);
      each.disabled =
        this.#underWay !== undefined || !isConnected || (isScan && !nodeAnswers(view));
    }
  }

  /** @param {ActionName} name */
  #ask(name) {
    const { title, text, label, danger, path, body } = actions[name];
    setText(byId('confirm-title'), title);
    setText(byId('confirm-text'), text);
    const data = body === null ? '-X POST' : `--json '${body}'`;
    byId('confirm-curl').replaceChildren(element('code', {}, curlCommand(`${data} ORIGIN${path}`)));
    const dialog = /** @type {HTMLDialogElement} */ (byId('confirm'));
    const yes = byId('confirm-yes');
    setText(yes, label);
    yes.className = danger ? 'main danger' : 'main';
    yes.onclick = () => {
      dialog.close();
      void this.#carryOut(name);
    };
    byId('confirm-no').onclick = () => dialog.close();
    dialog.showModal();
    byId('confirm-no').focus();
  }

  /** @param {ActionName} name */
  async #carryOut(name) {
    this.#underWay = name;
    this.#apply();
    const startedMs = Date.now();
    const seconds = element('span', { class: 'quiet', 'aria-hidden': 'true' });
    this.#progress = element(
      'li',
      { 'data-tone': 'busy', class: 'progress' },
      element('strong', {}, actions[name].progress),
      ' ',
      seconds,
    );
    byId('results').prepend(this.#progress);
    const timer = setInterval(() => {
      setText(seconds, `${Math.round((Date.now() - startedMs) / SECOND_MS)} s`);
    }, SECOND_MS);
    const result = await carryOut(name, (path, init) => fetch(path, init));
    clearInterval(timer);
    this.#progress.remove();
    this.#underWay = undefined;
    this.#addResult(result);
    this.#apply();
    if (!lifeNames.includes(name)) this.#onDone();
  }

  /** @param {Result} result */
  #addResult({ tone, title, detail, problem }) {
    const item = element('li', { 'data-tone': tone }, element('strong', {}, title));
    if (detail !== '') item.append(element('p', {}, detail));
    if (problem !== null) item.append(...problemParts(problem));
    const close = button('Dismiss', 'small', () => item.remove());
    close.setAttribute('aria-label', `Dismiss: ${title}`);
    item.append(close);
    byId('results').prepend(item);
    while (byId('results').childElementCount > MAX_RESULTS)
      byId('results').lastElementChild?.remove();
  }
}

/** @param {import('./types.js').Problem} problem */
function problemParts({ hop, outcome, code }) {
  const meaning = outcomeText(outcome);
  const parts = meaning === '' ? [] : [element('p', { class: 'outcome' }, meaning)];
  const facts = element('p', { class: 'quiet facts' });
  facts.append(`Hop: ${hop ?? 'not known'} · outcome: ${outcome ?? 'not known'}`);
  if (code !== null && /^[a-z-]+$/.test(code)) {
    facts.append(' · ', element('a', { href: `/problems/${code}` }, code));
  }
  return [...parts, facts];
}
