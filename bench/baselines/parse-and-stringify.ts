/** Bare node:http that parses every frame and stringifies the payload. Arguments: see bare-server.ts. */
import { serveBare } from './bare-server.js';

await serveBare((frame) => {
  const { payload } = JSON.parse(frame) as { readonly payload: unknown };
  return JSON.stringify(payload);
});
