/** Whether an answer reached its caller: as far as a socket can tell. */
import type { ServerResponse } from 'node:http';

/**
 * How long a socket is watched after the answer has left the process. A caller that ends with the answer unread makes
 * the kernel reset the connection; whoever has read it goes on or closes in peace.
 */
export const DELIVERY_WATCH_MS = 2_000;

/** Resolves with whether the caller got the answer; to be called in the turn in which the answer is handed out. */
export function watchDelivery(
  response: ServerResponse,
  watchMs = DELIVERY_WATCH_MS,
): Promise<boolean> {
  const { socket } = response;
  if (response.destroyed || socket === null || socket.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let isReset = false;
    const settle = (isDelivered: boolean): void => {
      clearTimeout(timer);
      socket.off('error', onError);
      socket.off('close', onClose);
      resolve(isDelivered);
    };
    const onError = (): void => {
      isReset = true;
    };
    const onClose = (): void => settle(response.writableFinished && !isReset);
    socket.on('error', onError);
    socket.on('close', onClose);
    response.once('finish', () => {
      timer = setTimeout(() => settle(true), watchMs);
      timer.unref();
    });
  });
}
