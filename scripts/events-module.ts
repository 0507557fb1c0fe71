/** Writes the text of src/generated/events.js and its declarations: the opcodes of events and the types of their payloads. */
import { isBroadcast, isolatedOpcodes } from '../src/protocol/opcodes.js';
import { asList, asObject, asString } from './openapi-document.js';
import type { ExactObject } from './openapi-document.js';
import type { OperationsModule } from './operations-module.js';

const SCHEMAS = '#/components/schemas/';
const OURS = 'gateway.';
/** Sent on a stream alone; it is no entry of the log. */
const HEARTBEAT = 'gateway.heartbeat';

/** The payloads that EventEnvelope lists. @throws Error unless they are those of exactly the broadcasts of the opcode table and our own. */
export function eventsModule(document: ExactObject): OperationsModule {
  const payloads = payloadsOf(document).filter(([opcode]) => opcode !== HEARTBEAT);
  const listed = payloads.map(([opcode]) => opcode);
  const missing = Object.keys(isolatedOpcodes).filter(
    (opcode) => isBroadcast(opcode) && !listed.includes(opcode),
  );
  const unknown = listed.filter((opcode) => !opcode.startsWith(OURS) && !isBroadcast(opcode));
  if (missing.length > 0 || unknown.length > 0) {
    throw new Error(
      `openapi/events.yaml: EventEnvelope lacks [${missing.join()}] and has [${unknown.join()}], which src/protocol/opcodes.ts does not list`,
    );
  }
  const types = payloads.map(
    ([opcode, schema]) => `  readonly '${opcode}': components['schemas']['${schema}'];\n`,
  );
  return {
    code: `export const eventOpcodes = ${JSON.stringify(listed)};\n`,
    declarations: [
      "import type { components } from './openapi.js';\n",
      '/** The payload of each event, by opcode. */',
      `export interface EventPayloads {\n${types.join('')}}\n`,
      '/** All of them. */',
      'export const eventOpcodes: readonly (keyof EventPayloads)[];\n',
    ].join('\n'),
  };
}

function payloadsOf(document: ExactObject): readonly (readonly [string, string])[] {
  const { EventEnvelope } = asObject(asObject(document.components).schemas);
  return asList(asObject(EventEnvelope).allOf).map((branch) => {
    const { if: condition, then } = asObject(branch);
    const opcode = asString(asObject(asObject(asObject(condition).properties).opcode).const);
    const schema = asString(asObject(asObject(asObject(then).properties).payload).$ref);
    return [opcode, schema.replace(SCHEMAS, '')];
  });
}
