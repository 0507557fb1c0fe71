/**
 * `tsx scripts/bridge-limit.ts`: how slow the Node's BlockchainBridge may be before the shipped pacing no longer keeps its 16-place
 * mailbox from overflowing. No reply ever proves that it has drained, so the token bucket alone stands for it. Virtual time;
 * prints a table of the largest delay a message (ms, in tenths) at which no schedule overflowed it.
 */
import { bridgeLimitMs } from '../test/support/load/bridge-limit.js';

const rates = [50, 100, 200, 500, 1000];
const others = [8, 4, 0];

console.log('messages/s\tothers keep 8\tothers keep 4\tnobody else');
for (const messagesPerSecond of rates) {
  const limits = others.map((othersMost) => bridgeLimitMs({ messagesPerSecond, othersMost }));
  console.log([messagesPerSecond, ...limits.map((limit) => limit.toFixed(1))].join('\t'));
}
