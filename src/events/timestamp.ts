/** Times as the API writes and reads them: RFC 3339. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const MAX_HOUR = 23;
const MAX_MINUTE = 59;
/** A leap second is legal; it reads as the first instant of the next minute. */
const MAX_SECOND = 60;

// A "+" that nobody escaped in a query string arrives as a space, hence the space among the signs.
const rfc3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+\- ])(\d\d):(\d\d))$/;

/** Unix milliseconds as an RFC 3339 time in UTC, with milliseconds. */
export function formatTimestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** Unix milliseconds of an RFC 3339 time, finer fractions cut off; undefined where `text` is none or names no real date. */
export function parseTimestamp(text: string): number | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [, date = '', hour, minute, second, fraction = '', sign, offsetHour, offsetMinute] = match;
  const day = dayStartMs(date);
  const time = clockMs(hour, minute, second);
  const offset = clockMs(offsetHour, offsetMinute, undefined);
  if (day === undefined || time === undefined || offset === undefined) return undefined;
  const fractionMs = Math.floor(Number(`0${fraction}`) * SECOND_MS);
  return day + time + fractionMs - (sign === '-' ? -offset : offset);
}

function dayStartMs(date: string): number | undefined {
  const startMs = Date.parse(`${date}T00:00:00Z`);
  // Date.parse lets 30 February run over into March.
  return !Number.isNaN(startMs) && formatTimestamp(startMs).startsWith(date) ? startMs : undefined;
}

function clockMs(hour = '0', minute = '0', second = '0'): number | undefined {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > MAX_HOUR || minutes > MAX_MINUTE || seconds > MAX_SECOND) return undefined;
  return hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
}
