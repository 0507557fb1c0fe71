/** Bare node:http with the same splice: the floor. Arguments: see bare-server.ts. */
import { serveBare } from './bare-server.js';
import { splice } from './shared-reply.js';

await serveBare(splice);
