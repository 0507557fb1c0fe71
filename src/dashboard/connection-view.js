/** The chain of hops as a list. */
import { byId, element } from './dom.js';
import { chainOf } from './hops.js';
import { clockText } from './times.js';

/** @import { View, HopView } from './types.js' */

let shown = '';

/** @param {View} view */
export function showChain(view) {
  const hops = chainOf(view);
  const text = JSON.stringify(hops);
  if (text === shown) return;
  shown = text;
  byId('chain').replaceChildren(...hops.map(hopItem));
}

/** @param {HopView} hop */
function hopItem({ name, state, tone, since, detail }) {
  const item = element(
    'li',
    { 'data-tone': tone, 'data-hop': name },
    element('span', { class: 'hop-name' }, name),
    element('strong', { class: 'hop-state' }, state),
  );
  if (since !== null) {
    const at = clockText(Date.parse(since), Date.now());
    item.append(
      element(
        'span',
        { class: 'hop-since' },
        'since ',
        element('time', { datetime: since }, at),
        ' (',
        element('span', { 'data-since': since }),
        ')',
      ),
    );
  }
  if (detail !== '') item.append(element('span', { class: 'hop-detail' }, detail));
  return item;
}
