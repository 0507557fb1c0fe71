/** The settings as they came out, for people and as a file for `--config`. */
import { settings, type ReadSettings } from '../config.js';

const MASK = '"********"';

/** YAML with one setting a line, its origin behind it; what is not set is a comment, a secret is masked. */
export function settingsText({ config, origins }: ReadSettings): string {
  const values: Readonly<Record<string, unknown>> = config;
  const lines = Object.entries(settings).map(([name, { secret }]) => {
    const value = values[name];
    if (value === undefined) return { text: `# ${name}: not set`, origin: 'default' };
    const shown = secret === true ? MASK : JSON.stringify(value);
    return { text: `${name}: ${shown}`, origin: origins.get(name) ?? 'default' };
  });
  const width = Math.max(...lines.map(({ text }) => text.length));
  return lines.map(({ text, origin }) => `${text.padEnd(width)}  # ${origin}\n`).join('');
}
