/** Ranges of monitoring plugins (Monitoring Plugins Development Guidelines, "Threshold and Ranges"). Pure. */

/** Values that raise an alert: those outside of start…end, or inside where `inside`. Both ends belong to the range. */
export interface PluginRange {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly inside: boolean;
}

const form = /^(@?)(?:(~|-?\d+(?:\.\d+)?)?:)?(-?\d+(?:\.\d+)?)?$/;

/** Reads `10`, `10:`, `~:10`, `10:20`, `@10:20`; undefined where it is no range. */
export function readRange(text: string): PluginRange | undefined {
  const match = form.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  const [, at, startText, endText] = match;
  if (!text.includes(':') && endText === undefined) return undefined;
  const start = startText === '~' ? -Infinity : Number(startText ?? 0);
  const end = endText === undefined ? Infinity : Number(endText);
  return start > end ? undefined : { text, start, end, inside: at === '@' };
}

/** True where the value raises the range's alert. */
export function alerts({ start, end, inside }: PluginRange, value: number): boolean {
  const within = value >= start && value <= end;
  return within === inside;
}
