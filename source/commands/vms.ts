import { metrics } from '../../models/metrics/index.ts';
import type { State } from '../../models/state.ts';
import { knownProbability, statusNow, unknownWhy } from '../../models/unknown.ts';
import { Failure } from '../failure.ts';
import { columns, print, printJson, remark } from '../print.ts';
import type { Setup } from '../setup.ts';

/** One observation of the fleet, as JSON or as a table. */
export async function vms({ engine }: Setup, { json }: { readonly json: boolean }): Promise<number> {
  await engine.connect();
  await engine.tick();
  await engine.idle();
  const state = engine.getState();
  failOnSilence(state);
  const rows = rowsOf(state);
  if (json) printJson(rows);
  else print(...table(rows));
  return tellLost(state);
}

type Row = ReturnType<typeof rowsOf>[number];

function rowsOf(state: State) {
  return [...state.vms.values()].map((vm) => {
    const { id, name, host } = vm;
    const unknown = unknownWhy(vm, state);
    const verdict = state.verdicts.get(id);
    const probability = knownProbability(vm, state);
    const values = metrics.map((metric, column) => [metric.id, rounded(state.ring.value(id, column))] as const);
    return {
      id,
      name,
      host,
      status: statusNow(vm, state),
      metrics: Object.fromEntries(values),
      sampleAge: verdict?.sampleAge === undefined ? null : Math.round(verdict.sampleAge / 1000),
      probability: probability === undefined ? null : rounded(probability),
      diagnosis: verdict?.diagnosis ?? null,
      confidence: rounded(verdict?.confidence ?? Number.NaN),
      reasons: unknown ? [`unknown: ${unknown}`] : (verdict?.reasons ?? []),
      timeToFailure: unknown || verdict?.timeToFailure === undefined ? null : Math.round(verdict.timeToFailure),
      timeToFailureBand: (unknown ? undefined : verdict?.timeToFailureBand) ?? null,
      alarm: state.incidents.get(id)?.phase ?? null,
    };
  });
}

/** Three digits after the point; null where nothing was read. */
function rounded(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value * 1000) / 1000 : null;
}

function table(rows: readonly Row[]): string[] {
  const worst = rows.toSorted((a, b) => (b.probability ?? 0) - (a.probability ?? 0));
  const cells = worst.map((row) => [
    row.name || row.id,
    row.host,
    row.status,
    percent(row.metrics.cpu),
    percent(row.metrics.memory),
    row.probability === null ? '?' : row.probability.toFixed(2),
    row.diagnosis ?? '-',
    row.reasons[0] ?? '',
  ]);
  return columns([['NAME', 'HOST', 'STATUS', 'CPU', 'MEM', 'P(FAIL)', 'DIAGNOSIS', 'WHY'], ...cells]);
}

function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : `${Math.round(value)}%`;
}

/**
 * Says on stderr which of the services that verdicts rest on failed, though Nova gave its list. Returns the exit code: 3
 * where one did.
 */
export function tellLost({ sources }: State): number {
  const gnocchi = sources.find(({ source, ok }) => source === 'gnocchi' && !ok);
  if (!gnocchi) return 0;
  const message = `No fresh samples, so that nothing is known of how the VMs fare: ${gnocchi.reason ?? 'no answer'}`;
  const lost = new Failure('cloud', 'no-samples', message, '"cloud-medic doctor" looks at each service.');
  remark(`cloud-medic: ${lost.message} ${lost.hint}`);
  return lost.exitCode;
}

/** Throws what Nova said where it gave no list at all: an empty list would look like an empty cloud. */
export function failOnSilence(state: State): void {
  if (state.novaAt !== undefined) return;
  const reason = state.sources.find((source) => source.source === 'nova')?.reason ?? 'no answer';
  throw new Failure(
    'cloud',
    'no-answer',
    `Nova gave no list of VMs: ${reason}`,
    '"cloud-medic doctor" looks at each service.',
  );
}
