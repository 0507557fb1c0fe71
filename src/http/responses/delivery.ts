/** Whether an answer reached its caller: as far as a socket can tell. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * How long a socket is watched after the answer has left the process. A caller that ends with the answer unread makes
 * the kernel reset the connection; whoever has read it goes on or closes in peace.
 */
const DELIVERY_WATCH_MS = 2_000;

const watched = new WeakMap<Socket, Promise<boolean>>();

/**
 * Settles once it is known whether the last response on `socket` was delivered; undefined if nobody asks. Until then nothing else may
 * be sent on it: a reset could no longer be told from one that means the response behind it.
 */
export function deliveryUnderWay(socket: Socket): Promise<boolean> | undefined {
  return watched.get(socket);
}

/** Resolves with whether the caller got the answer; to be called in the turn in which the answer is handed out. */
export function watchDelivery(
  response: ServerResponse,
  watchMs = DELIVERY_WATCH_MS,
): Promise<boolean> {
  const { socket } = response;
  if (response.destroyed || socket === null || socket.destroyed) return Promise.resolve(false);
  const delivery = new Promise<boolean>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let isReset = false;
    const settle = (isDelivered: boolean): void => {
      clearTimeout(timer);
      socket.off('error', onError);
      socket.off('close', onClose);
      watched.delete(socket);
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
  watched.set(socket, delivery);
  return delivery;
}
