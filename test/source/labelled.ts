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
