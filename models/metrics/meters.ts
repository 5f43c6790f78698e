import type { Meter } from '../metric.ts';

/** Shorthands for the three places where Ceilometer keeps a VM's meters in Gnocchi. */
export const instance = (name: string): Meter => ({ resource: 'instance', name, cumulative: false });
export const instanceTotal = (name: string): Meter => ({ resource: 'instance', name, cumulative: true });
export const disk = (name: string): Meter => ({
  resource: 'instance_disk',
  name: `disk.device.${name}`,
  cumulative: false,
});
export const diskTotal = (name: string): Meter => ({ ...disk(name), cumulative: true });
export const networkTotal = (name: string): Meter => ({
  resource: 'instance_network_interface',
  name: `network.${name}`,
  cumulative: true,
});
