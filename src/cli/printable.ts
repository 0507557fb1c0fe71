/** Other people's text, fit for a terminal. */

const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The text in one line, control characters (escape sequences begin with one) written out as `\uXXXX`. */
export function printable(text: string): string {
  return text.replaceAll(
    controls,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
