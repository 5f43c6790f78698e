import type { Metric } from '../metric.ts';
import { networkTotal } from './meters.ts';

export const netErrors: Metric = {
  id: 'netErrors',
  title: 'Packet errors',
  short: 'NETERR',
  unit: '/s',
  meters: [networkTotal('incoming.packets.error'), networkTotal('outgoing.packets.error')],
  value: ([incoming = Number.NaN, outgoing = Number.NaN]) => incoming + outgoing,
};
