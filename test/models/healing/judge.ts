import { condition } from '../../../models/condition.ts';
import type { State } from '../../../models/state.ts';
import type { Step } from '../../../models/step.ts';
import type { Verdict } from '../../../models/verdict.ts';
import { aVerdict } from '../fixture.ts';
import type { World } from './world.ts';

/** A judge that knows the truth, but sees no more than samples and Nova show. */
export function judging(world: World): Step {
  return (state, event) => {
    if (event.type !== 'observed') return [state, []];
    const verdicts = new Map([...state.vms.keys()].map((id) => [id, verdictOf(world, state, id)]));
    const probabilities = new Map(
      [...verdicts].map(([id, { probability }]) => {
        const known = state.probabilities.get(id) ?? [];
        return [id, probability === undefined ? known : [...known.slice(-9), probability]];
      }),
    );
    return [{ ...state, verdicts, probabilities }, []];
  };
}

function verdictOf(world: World, state: State, id: string): Verdict {
  const { kind } = condition(state.vms.get(id)!);
  const { sick, sampledAt } = world.find(id)!;
  const sampleAge = world.now - sampledAt;
  const freshness = sampleAge > 45_000 ? 'stale' : 'fresh';
  const about = { vm: id, at: world.now, sampledAt, sampleAge, freshness } as const;
  const well = { diagnosis: undefined, reasons: [], confidence: 0 };
  if (kind === 'lost' || kind === 'error') return aVerdict({ ...about, probability: 0.99, diagnosis: 'crash' });
  if (kind === 'deliberate') return aVerdict({ ...about, ...well, probability: 0 });
  if (kind !== 'running') return aVerdict({ ...about, ...well, probability: undefined });
  if (freshness === 'stale') return aVerdict({ ...about, probability: 0.1, diagnosis: 'telemetry-loss' });
  return sick
    ? aVerdict({ ...about, probability: 0.95, diagnosis: sick })
    : aVerdict({ ...about, ...well, probability: 0.03 });
}
