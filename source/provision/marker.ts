import { metricPattern, policyName } from './names.ts';
import type { Thing } from './thing.ts';

/**
 * What tells a running console that the cloud is set up: an archive policy rule, which is there from one moment to the
 * next and gone likewise, where the policy itself lingers for minutes. `setup` makes it last, `teardown` removes it first.
 */
export const marker: Thing = {
  name: 'archive policy rule',
  words: 'marks the cloud as set up: while it exists, cloud-medic pushes, and gives new VMs their metric and alarm',
  service: 'metric',
  async look({ metrics }) {
    const there = await metrics.hasRule(policyName);
    return [
      {
        name: policyName,
        state: there ? 'there' : 'missing',
        make: () => metrics.createRule(policyName, policyName, metricPattern),
        ...(there ? { remove: () => metrics.deleteRule(policyName) } : {}),
      },
    ];
  },
};
