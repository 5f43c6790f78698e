import type { Metric } from '../metric.ts';
import { networkTotal } from './meters.ts';

export const netDrops: Metric = {
  id: 'netDrops',
  title: 'Packets dropped',
  short: 'DROPS',
  unit: '/s',
  meters: [networkTotal('incoming.packets.drop'), networkTotal('outgoing.packets.drop')],
  value: ([incoming = Number.NaN, outgoing = Number.NaN]) => incoming + outgoing,
};
