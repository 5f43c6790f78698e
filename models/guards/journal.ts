import type { Guard } from '../guard.ts';

/** What the audit cannot hold is not done, whoever wishes it. */
export const journal: Guard = {
  id: 'journal',
  check: ({ state: { sources } }) => {
    const health = sources.find(({ source }) => source === 'journal');
    if (health?.ok !== false) return undefined;
    return `the journal cannot be written, so nothing is done until it can: ${health.reason ?? 'no reason given'}`;
  },
};
