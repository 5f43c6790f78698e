import type { Report } from '../../models/report.ts';
import { ModelStore } from '../model-store.ts';
import { play } from '../play.ts';
import { print, printJson } from '../print.ts';
import { loadSettings } from '../settings.ts';
import { scenarioById } from '../setup.ts';
import { checkWritable, writeWhole } from '../whole-file.ts';

type Options = {
  readonly seed: number;
  readonly model?: string;
  readonly json: boolean;
  readonly dataDir?: string;
  readonly report?: string;
};

/** Plays a scenario without a screen and prints its report. Returns 1 when an expectation failed. */
export async function playCommand(id: string, options: Options): Promise<number> {
  const { seed, json, report: file } = options;
  const model = new ModelStore(loadSettings(options.dataDir).folder).model(options.model);
  if (file) checkWritable(file);
  const report = await play(scenarioById(id), seed, model);
  if (file) writeWhole({ path: file, text: markdown(report) });
  if (json) printJson(report);
  else print(...markdown(report).trimEnd().split('\n'));
  return report.failures.length ? 1 : 0;
}

function markdown({ title, scenario, seed, faults, heals, falseAlarms, failures }: Report): string {
  const seconds = (value: number | undefined) => (value === undefined ? '–' : `${value} s`);
  const rows = faults.map(
    (one) =>
      `| ${one.fault} | ${one.vm} | ${seconds(one.timeToAlarm)} | ${one.diagnosis ?? '–'} | ${seconds(one.timeToHeal)} | ${one.outcome} | ${one.words} |`,
  );
  const table = [
    '| fault | VM | to alarm | diagnosis | to healed | outcome | why |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ];
  return [
    `# ${title}`,
    '',
    `SIMULATED, scenario \`${scenario}\`, seed ${seed}.`,
    '',
    ...(rows.length ? [...table, ''] : []),
    `Heals: ${heals.join(', ') || 'none'}. False alarms: ${falseAlarms.join(', ') || 'none'}.`,
    '',
    failures.length ? `**Failed**: ${failures.join('; ')}.` : '**Passed.**',
    '',
  ].join('\n');
}
