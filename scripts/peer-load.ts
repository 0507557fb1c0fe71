/**
 * `tsx scripts/peer-load.ts URL SECONDS PASSWORD_FILE`: 32 readers and a password changer through a running gateway, and a table
 * of the answers. Exit code 1 if anything but 2xx and 429 came. The Node's password is read from the file and is the same at the end.
 */
import { readFileSync } from 'node:fs';
import { runLoad } from '../test/support/load/peer-load.js';

const READERS = 32;
const [url = 'http://127.0.0.1:5334', seconds = '60', passwordFile] = process.argv.slice(2);
if (
  !['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname) ||
  passwordFile === undefined
) {
  console.error('usage: peer-load.ts LOOPBACK_URL SECONDS PASSWORD_FILE');
  process.exit(64);
}
const password = readFileSync(passwordFile, 'utf8').trim();
const result = await runLoad({
  url,
  seconds: Number(seconds),
  readers: READERS,
  passwords: [password, `${password}-changed`],
});
for (const [answer, count] of [...result.answers].sort()) console.log(`${answer}\t${count}`);
console.log(`reads\t${result.reads}\npassword changes\t${result.passwordChanges}`);
const bad = [...result.answers.keys()].filter((key) => !/^2|^429/.test(key));
process.exit(bad.length === 0 ? 0 : 1);
