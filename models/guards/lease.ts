import type { Guard } from '../guard.ts';

const seconds = (left: number) => Math.ceil(left / 1000);

/** Of several cloud-medics on one cloud only one heals by itself. */
export const lease: Guard = {
  id: 'lease',
  person: 'spares',
  check: ({ state, at }) =>
    state.lease && !state.lease.ours && state.lease.until > at
      ? `another cloud-medic heals this cloud: ${state.lease.holder}; until it is gone for ${seconds(state.lease.until - at)} s`
      : undefined,
};
