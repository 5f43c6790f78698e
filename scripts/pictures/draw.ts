import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from '../../models/state.ts';
import { type Film, type Shot, shoot } from './film.ts';

type Scene = { readonly film: Film; readonly shots: Readonly<Record<string, Shot>> };

const waitsFor = (state: State, seconds: number) =>
  [...state.incidents.values()].some(({ openedAt }) => state.at - openedAt >= seconds * 1000);

const isHealing = ({ incidents }: State, proofs = 0) =>
  [...incidents.values()].some(({ phase, healthyInARow }) => phase === 'verifying' && healthyInARow >= proofs);

const scenes: readonly Scene[] = [
  {
    film: {
      vms: 16,
      seed: 7,
      mode: 'confirm',
      script: [
        { at: 900, vm: 'db-02', inject: 'memory-leak', for: 7200 },
        { at: 1330, vm: 'web-03', inject: 'hang', for: 7200 },
      ],
      until: (state) => state.incidents.size > 1 && waitsFor(state, 60),
    },
    shots: {
      fleet: { size: { columns: 120, rows: 24 }, keys: ['down', 'down', 'down'] },
      vm: { size: { columns: 120, rows: 34 }, keys: ['enter', 'right'] },
    },
  },
  {
    film: {
      vms: 16,
      seed: 7,
      mode: 'auto',
      script: [{ at: 900, vm: 'web-03', inject: 'hang', for: 7200 }],
      until: (state) => isHealing(state, 1),
    },
    shots: { healing: { size: { columns: 120, rows: 34 }, keys: ['4'] } },
  },
  {
    film: {
      vms: 60,
      seed: 7,
      mode: 'auto',
      script: [
        { at: 300, vm: 'batch-02', user: 'stop' },
        { at: 600, vm: 'web-03', inject: 'crash', for: 7200 },
        { at: 780, vm: 'db-02', inject: 'memory-leak', for: 7200 },
        { at: 900, vm: 'cache-01', inject: 'hang', for: 7200 },
        { at: 1200, vm: 'web-07', inject: 'cpu-hog', for: 7200 },
        { at: 1500, vm: 'web-01', inject: 'hang', for: 7200 },
        { at: 2100, vm: 'web-05', inject: 'crash', for: 7200 },
        { at: 2110, vm: 'dev-01', inject: 'memory-leak', for: 7200 },
        { at: 2120, vm: 'web-09', inject: 'hang', for: 7200 },
      ],
      until: (state, seconds) => seconds > 2130 && isHealing(state),
    },
    shots: { wall: { size: { columns: 120, rows: 34 }, keys: ['9'] } },
  },
];

/** Makes every picture anew and writes it into the folder, as NAME.svg. */
export async function drawAll(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { film, shots } of scenes) {
    const pictures = await shoot(film, Object.values(shots));
    for (const [index, name] of Object.keys(shots).entries()) {
      const file = join(folder, `${name}.svg`);
      writeFileSync(file, pictures[index]!);
      console.log(file);
    }
  }
}
