/** Variables that look like settings but are none: mostly slips of the fingers, and silent ones. */
import { settings, variableName } from '../config.js';
import { nearest } from '../protocol/suggestion.js';
import { clientVariables } from './gateway/client-options.js';

const PREFIX = 'MASQ_GATEWAY_';

/** One sentence for each unknown MASQ_GATEWAY_* variable; their values are not looked at. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const known = [
    ...Object.keys(settings).map(variableName),
    ...Object.values(clientVariables),
    `${PREFIX}CONFIG`,
  ];
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .map((name) => {
      // Without what they all have in common: it would make every word near.
      const bare = nearest(
        name.slice(PREFIX.length),
        known.map((each) => each.slice(PREFIX.length)),
      );
      const hint = bare === undefined ? '' : ` Did you mean ${PREFIX}${bare}?`;
      return `The variable ${name} is no setting and was ignored.${hint}`;
    });
}
