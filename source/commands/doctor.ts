import type { Check, Cloud } from '../ports.ts';
import { print, printJson } from '../print.ts';
import type { Setup } from '../setup.ts';

/** What `cloud-medic doctor --json` prints. */
export type Diagnosis = { readonly cloud: string; readonly checks: readonly Check[]; readonly ok: boolean };

/** Looks at every service of the cloud that we use. Never throws; `ok` decides the exit code (0 or 1). */
export async function doctor(cloud: Cloud, cloudName: string): Promise<Diagnosis> {
  const checks = await cloud.checks();
  return { cloud: cloudName, checks, ok: checks.every((check) => check.ok) };
}

/** The same as lines for people, one a service and what to do below each that is not well. */
export function doctorLines({ cloud, checks, ok }: Diagnosis): string[] {
  const width = Math.max(...checks.map((check) => check.service.length));
  const lines = checks.flatMap((check) => {
    const name = `${check.service.padEnd(width)} ${check.version ?? '-'}`;
    const line = `${check.ok ? 'ok     ' : 'MISSING'}  ${name}  ${check.detail}`;
    return check.fix ? [line, `         ${' '.repeat(width)} → ${check.fix}`] : [line];
  });
  return [`Cloud ${cloud}`, ...lines, ok ? 'All good.' : 'Something is missing.'];
}

/** Looks and prints. Returns the exit code: 1 when something is missing. */
export async function doctorCommand(
  { cloud, cloudName }: Pick<Setup, 'cloud' | 'cloudName'>,
  json: boolean,
): Promise<number> {
  const result = await doctor(cloud, cloudName);
  const { ok, ...shown } = result;
  if (json) printJson(shown);
  else print(...doctorLines(result));
  return ok ? 0 : 1;
}
