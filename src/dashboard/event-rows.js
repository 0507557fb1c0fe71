/** Events as lines of the page's log. Pure. */
import { asRecord } from './actions.js';

/** @import { GatewayEvent, LogRow } from './types.js' */

const levels = ['Error', 'Warn', 'Info'];

/**
 * @param {GatewayEvent} event
 * @returns {LogRow | undefined} undefined for events that are no line
 */
export function rowOf({ id, at, opcode, payload }) {
  const body = asRecord(payload);
  if (opcode === 'logBroadcast') {
    const level = levels.find((each) => each === body['logLevel']) ?? 'Info';
    return { id, at, level: /** @type {LogRow['level']} */ (level), text: String(body['msg']) };
  }
  if (opcode === 'gateway.gap') return { id: `${id} gap`, at, level: 'Gap', text: gapText(body) };
  const text = eventText(opcode, body);
  return text === undefined ? undefined : { id, at, level: 'Event', text };
}

/**
 * @param {string} opcode
 * @param {Readonly<Record<string, unknown>>} body
 */
function eventText(opcode, body) {
  switch (opcode) {
    case 'crashed':
      return `The Daemon says that the Node’s process ${String(body['processId'])} has ended (${reasonText(body['crashReason'])}).`;
    case 'connectionChange':
      return `Connection stage: ${String(body['stage'])}`;
    case 'newPassword':
      return 'The password of the database was changed.';
    case 'setup':
      return 'The setup was changed.';
    case 'gateway.scan':
      return `A scan of ${String(body['scanType'])} has ended: ${String(body['result'])}.`;
    default:
      return undefined;
  }
}

/** @param {unknown} reason */
function reasonText(reason) {
  if (reason === 'NoInformation') return 'by a signal';
  return typeof reason === 'string' ? reason : 'by itself';
}

/** @param {Readonly<Record<string, unknown>>} gap */
function gapText({ reason, hop }) {
  return reason === 'link'
    ? `The gateway’s own connection to the ${hop === 'daemon' ? 'Daemon' : 'Node'} was down; what was said meanwhile is not known.`
    : 'Some events are missing here: the gateway was restarted, or this page was away for too long.';
}
