/** What text may be sent to a peer at all, and what a censored secret looks like. */

// Control characters of both sets, DEL, and halves of surrogate pairs.
const forbidden = /[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u;

/**
 * What is wrong with a text that is meant for a peer; undefined where nothing is. The peers echo control characters
 * unescaped into frames that nobody can read (masq_lib/src/ui_traffic_converter.rs:89,214-227), and half a surrogate pair
 * makes the whole request unreadable to them, whereupon they show it to every connected UI, secrets included.
 */
export function textFault(text: string): string | undefined {
  return forbidden.test(text)
    ? 'contains a control character or a broken character; remove it (a line feed at its end, perhaps)'
    : undefined;
}

/** True where the text is nothing but asterisks, as the Daemon writes secrets in its replies (node/src/daemon/mod.rs:47-56). */
export function isCensored(text: string): boolean {
  return /^\*+$/.test(text);
}
