/** Under each widget: the command that gets the same, to copy. */
import { byId, element } from './dom.js';

const COPIED_MS = 2000;

/** Fills every element with `data-curl`, whose value is the command's arguments, `ORIGIN` standing for this address. */
export function fillCurlLines() {
  for (const line of document.querySelectorAll('[data-curl]')) {
    if (line instanceof HTMLElement) fill(line, line.dataset['curl'] ?? '');
  }
}

/**
 * The command for an address of this gateway.
 *
 * @param {string} rest
 */
export function curlCommand(rest) {
  return `curl ${rest.replace('ORIGIN', location.origin)}`;
}

/**
 * @param {HTMLElement} line
 * @param {string} rest
 */
function fill(line, rest) {
  const command = curlCommand(rest);
  const copy = element(
    'button',
    { type: 'button', class: 'copy', 'aria-label': `Copy: ${command}` },
    'Copy',
  );
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(command).then(
      () => said(copy, 'Copied'),
      () => said(copy, 'Not copied'),
    );
  });
  line.replaceChildren(element('code', { title: command }, command), copy);
}

/**
 * @param {HTMLElement} copy
 * @param {string} text
 */
function said(copy, text) {
  copy.textContent = text;
  byId('spoken').textContent = text;
  setTimeout(() => {
    copy.textContent = 'Copy';
  }, COPIED_MS);
}
