/** What widgets show of a reading besides its data: how old it is, why there is none, and the button that asks again. */
import { outcomeText } from './actions.js';
import { button, element, setText } from './dom.js';
import { clockText } from './times.js';

/** @typedef {import('./types.js').Reading<unknown>} AnyReading */

/**
 * @param {HTMLElement} target
 * @param {AnyReading} reading
 */
export function showAge(target, reading) {
  const { state, atMs } = reading;
  if (state === 'reading') setText(target, 'reading …');
  else setText(target, state === 'ok' ? `read at ${clockText(atMs, Date.now())}` : '');
}

/**
 * The words in place of data.
 *
 * @param {AnyReading} reading
 * @param {string} noneText
 */
export function emptyNote({ state, problem }, noneText) {
  if (state === 'reading') return element('p', { class: 'empty' }, 'Reading …');
  if (problem === null) return element('p', { class: 'empty' }, noneText);
  return element(
    'div',
    { class: 'empty problem', 'data-tone': 'warn' },
    element('strong', {}, problem.title),
    element('p', {}, problem.detail),
    element('p', { class: 'quiet' }, outcomeText(problem.outcome)),
  );
}

/**
 * A button that reads anew, and is off where there is nobody to read from.
 *
 * @param {HTMLElement} tools
 * @param {string} label
 * @param {() => void} onRead
 */
export function readButton(tools, label, onRead) {
  const made = button('Refresh', 'small', onRead);
  made.setAttribute('aria-label', label);
  tools.append(made);
  return made;
}

/**
 * Whether the Node can be asked.
 *
 * @param {import('./types.js').View} view
 */
export function nodeAnswers({ link, status }) {
  if (link.state === 'lost' || link.state === 'unauthorized' || status === null) return false;
  return status.nodeState === 'running' || status.nodeState === 'orphan';
}
