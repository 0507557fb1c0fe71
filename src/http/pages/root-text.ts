/** What curl is told at `/`: the routes and where to begin. */
import { operations } from '../../generated/operations.js';

const METHOD_WIDTH = 7;

/** Plain text with every route and three lines to try; `origin` is the address under which the gateway was asked. */
export function rootText(version: string, origin: string): string {
  const routes = Object.values(operations).map(
    ({ method, path }) => `  ${method.padEnd(METHOD_WIDTH)}${path}`,
  );
  return [
    `masq-gateway ${version}: MASQ Node over HTTP.`,
    '',
    `  curl ${origin}/v1/status`,
    `  curl ${origin}/v1/setup`,
    `  curl -N ${origin}/v1/events`,
    '',
    `Every route with its bodies and answers, to read and to try: ${origin}/docs`,
    '',
    ...routes,
    '',
  ].join('\n');
}
