import { flavors } from './flavors.ts';
import { imageId } from './nova-view.ts';
import { str } from './python.ts';
import { Refused } from './refused.ts';
import type { SimVm } from './vm.ts';
import type { Actor, World } from './world.ts';

/** Makes what the body of `POST /servers` asks for. Throws `Refused` (400) in Nova's words. */
export function createServer(world: World, body: Record<string, unknown>, actor: Actor): SimVm {
  const server = body.server as Record<string, unknown> | undefined;
  if (!server || typeof server !== 'object') throw new Refused(400, "'server' is a required property");
  for (const name of ['name', 'flavorRef']) {
    if (server[name] !== undefined) continue;
    const about = `Invalid input for field/attribute server. Value: ${str(server)}.`;
    throw new Refused(400, `${about} '${name}' is a required property`);
  }
  const flavor = flavors.find(({ id }) => id === String(server.flavorRef));
  if (!flavor) throw new Refused(400, `Flavor ${server.flavorRef} could not be found.`);
  if (server.imageRef !== imageId) throw new Refused(400, 'Can not find requested image');
  const metadata = (server.metadata ?? {}) as Record<string, string>;
  return world.create({ name: String(server.name), flavor, metadata, owner: actor }, actor);
}

/** A password as Nova makes them, the same for the same text. */
export function passwordFor(text: string): string {
  return text.replaceAll('-', '').slice(0, 12);
}
