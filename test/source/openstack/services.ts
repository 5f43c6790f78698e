import { Session } from '../../../source/openstack/session.ts';
import { hastyClock, type Loopback, loopback, type Routes } from './loopback.ts';

/** Where Aodh, Mistral and Heat stand in the catalogue of these tests: as in a DevStack. */
export const addresses = { alarming: '/alarming', workflowv2: '/workflow/v2', orchestration: '/heat/v1/p1' };

/** A loopback cloud with these services, and a session with it. */
export async function services(
  routes: Routes,
  catalogue: Readonly<Record<string, string>> = addresses,
): Promise<{ readonly lab: Loopback; readonly session: Session }> {
  const lab = await loopback(routes, catalogue);
  return { lab, session: new Session(lab.config, { clock: hastyClock() }) };
}
