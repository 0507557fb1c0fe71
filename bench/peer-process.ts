/** The bench peer as a process of its own: where latency is measured, asker and answerer must not share an event loop. */
import { BenchPeer } from './peer.js';

const peer = await BenchPeer.open();
console.log(`http://127.0.0.1:${peer.port}`);
