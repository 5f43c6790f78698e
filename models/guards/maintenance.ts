import type { Guard } from '../guard.ts';
import { maintenanceOf } from '../maintenance.ts';

export const maintenance: Guard = {
  id: 'maintenance',
  check: ({ vm, state, at }) => {
    const found = maintenanceOf(vm, state, at);
    if (found) {
      const { subject, reason, who, until } = found;
      const end = until === undefined ? ' until somebody ends it' : ` for ${Math.ceil((until - at) / 60_000)} min more`;
      return `${subject} is in maintenance${end}: ${reason} (${who})`;
    }
    return vm.hostStatus === 'maintenance'
      ? `Nova has its host ${vm.host} disabled, as for maintenance, until somebody enables it`
      : undefined;
  },
};
