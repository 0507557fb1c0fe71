/** The event stream of a gateway, as commands follow it. */
import { connectionOf } from '../../client/connection.js';
import { followMessages, type EventOptions } from '../../client/event-stream.js';
import type { ClientOptions } from './client-options.js';
import { ConnectionError, connectionTo, inWords } from './gateway-connection.js';
import { endOf, type Terminal } from '../output/terminal.js';

/**
 * Yields the envelopes as JSON text until the terminal says stop; breaks are reported on stderr and mended. Rejects with
 * ConnectionError if nobody listens there to begin with, since the address is more likely wrong than the gateway late; with
 * CommandError (refused) if the gateway will not serve the stream.
 */
export async function* follow(
  options: ClientOptions,
  which: Pick<EventOptions, 'opcodes' | 'minLogLevel' | 'lastEventId'>,
  terminal: Terminal,
): AsyncGenerator<string, void> {
  const signal = endOf(terminal);
  let wasThere = false;
  const messages = followMessages(connectionOf(connectionTo(options)), {
    ...which,
    signal,
    onInterruption: ({ error, waitMs }) => {
      const told = inWords(error, options);
      const isNobody = told instanceof ConnectionError && told.fault === 'refused';
      if (!wasThere && isNobody) throw told;
      wasThere = true;
      const reason = told instanceof Error ? told.message : 'the gateway ended the stream';
      terminal.err.write(
        `${new Date().toISOString()} ${reason}; trying again in ${waitMs / 1000} s\n`,
      );
    },
  });
  try {
    for await (const { data } of messages) {
      wasThere = true;
      yield data;
    }
  } catch (error) {
    if (!signal.aborted) throw inWords(error, options);
  }
}
