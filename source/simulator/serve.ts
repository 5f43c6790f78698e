import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Failure } from '../failure.ts';
import type { Simulator } from './index.ts';

/** Alarms go off and workflows go on though nobody asks: the world looks at its clock this often, in milliseconds. */
const heartbeat = 1000;

/**
 * Offers the stand-in on loopback; port 0 takes a free one. Rejects with a `Failure` where the port is taken.
 */
export function serveSimulator(simulator: Simulator, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const answer = async (request: Request, { outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse }) => {
    try {
      return await simulator.fetch(request);
    } catch {
      // Trouble of the kind "reset": the connection breaks without an answer.
      outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    }
  };
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: answer as never, port, hostname: '127.0.0.1' }, ({ port: taken }) => {
      const url = `http://127.0.0.1:${taken}`;
      const beat = setInterval(() => void simulator.turn(), heartbeat);
      simulator.origins.add(url);
      const close = () => {
        clearInterval(beat);
        simulator.origins.delete(url);
        return closed(server);
      };
      resolve({ url, close });
    });
    server.once('error', (cause) => {
      const hint = 'Choose another port with --port, or 0 for a free one.';
      reject(new Failure('usage', 'port-taken', `Port ${port} cannot be listened on.`, hint, { cause }));
    });
  });
}

function closed(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
