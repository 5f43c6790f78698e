import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dice } from '../../models/random.ts';

/** Writes labelled data of a few hosts, each with two faults that show in cpu; the same seed, the same file. */
export function writeLabelled(folder: string, name = 'hosts.csv', hosts = 4, rows = 400): string {
  const rolls = dice(11);
  const lines = ['entity,timestamp,cpu,mem,label,fault'];
  for (let host = 0; host < hosts; host++) {
    for (let row = 0; row < rows; row++) {
      const failing = row % 200 >= 180;
      const cpu = 20 + 3 * rolls.normal() + (failing ? 60 : 0);
      const truth = row < 60 ? ',' : failing ? '1,cpu' : '0,';
      lines.push(`day/host-${host},${row * 60},${cpu.toFixed(3)},${(50 + rolls.normal()).toFixed(3)},${truth}`);
    }
  }
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Writes labelled data of VMs in the console's metrics, each with a pinned processor and then a leak. */
export function writeVms(folder: string, name = 'vms.csv', vms = 4, rows = 240): string {
  const rolls = dice(12);
  const lines = ['entity,timestamp,cpu,mem,net_in,label,fault'];
  for (let vm = 0; vm < vms; vm++) {
    for (let row = 0; row < rows; row++) {
      const since = (row % 120) - 100;
      const fault = since < 0 ? '' : row < 120 ? 'cpu-hog' : 'memory-leak';
      const cpu = fault === 'cpu-hog' ? 99.5 : 20 + 3 * rolls.normal();
      const memory = 40 + rolls.normal() + (fault === 'memory-leak' ? 2.8 * since : 0);
      const values = [cpu.toFixed(2), memory.toFixed(2), (2e5 * (1 + 0.1 * rolls.normal())).toFixed(0)];
      lines.push(`vm-${vm},${1_700_000_000 + 60 * row},${values},${row < 20 ? '' : fault ? 1 : 0},${fault}`);
    }
  }
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
