import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../../models/event.ts';
import { openJournal } from '../../../source/journal.ts';
import { startProgram } from '../program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const auth = 'auth_url: http://127.0.0.1:9/v3, username: ada, password: pass-w0rd, project_name: p';
  writeFileSync(
    join(folder, 'clouds.yaml'),
    `clouds:\n  mine:\n    auth: {${auth}, user_domain_id: d, project_domain_id: d}\n`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => startProgram(folder, ['journal', '--cloud', 'mine', ...args]).ended;

const [v, w] = ['6a1f8c52-3d0b-4e7a-9c1d-2b5e8f7a0c34', '0b9d7e41-58c2-4f6a-8d13-e7a2c4b6f890'];
const call = { service: 'compute', method: 'POST', path: `/servers/${v}/action`, body: { reboot: { type: 'HARD' } } };

/** The audit of one heal and of something else an hour before it. */
function writeAudit(): void {
  const journal = openJournal(join(folder, 'journal-mine.db'));
  const line = (kind: Entry['kind'], words: string, data: Entry['data'], news: Partial<Entry> = {}) =>
    journal.append({
      ...{ at: Date.now(), kind, vm: v, vmName: 'web-01', incident: 'i', who: 'cloud-medic', words, data },
      ...news,
    });
  const other = { at: Date.now() - 3600_000, vm: w, vmName: 'db-01', incident: undefined };
  line('note', 'long ago', {}, other);
  line('alarm', 'hang', { probability: 0.95, reasons: ['CPU 0 %'] });
  const evidence = { diagnosis: 'hang', probability: 0.95, reasons: ['CPU 0 %'] };
  line(
    'claimed',
    'Hard reboot is sent',
    { action: 'hard-reboot', route: 'nova', call, number: 1, ...evidence },
    { who: 'ada' },
  );
  line('accepted', 'the cloud accepted it', { requestId: 'req-1', number: 1 });
  line('resolved', 'healed', { outcome: 'healed', seconds: 60 });
  journal.close();
}

test('--json: who, what, why, by which call and request, and what came of it', async () => {
  writeAudit();
  const { code, stdout } = await run('--json');
  expect(code).toBe(0);
  const lines = JSON.parse(stdout) as Record<string, unknown>[];
  expect(lines.map(({ kind, action, outcome }) => [kind, action, outcome])).toEqual([
    ['note', null, null],
    ['alarm', null, null],
    ['claimed', 'hard-reboot', null],
    ['accepted', 'hard-reboot', null],
    ['resolved', 'hard-reboot', 'healed'],
  ]);
  expect(lines[0]).toMatchObject({ incident: null, vm: w, name: 'db-01', evidence: null });
  const evidence = { diagnosis: 'hang', probability: 0.95, reasons: ['CPU 0 %'] };
  expect(lines[2]).toMatchObject({ who: 'ada', words: 'Hard reboot is sent', evidence, call });
  expect(lines[3]).toMatchObject({ requestId: 'req-1', at: expect.stringMatching(/^\d{4}-.*Z$/) });
});

test('only of one VM, only the last hour, and for people to read', async () => {
  writeAudit();
  const count = async (...args: string[]) => (JSON.parse((await run('--json', ...args)).stdout) as unknown[]).length;
  expect(await count('--vm', 'db-01')).toBe(1);
  expect(await count('--vm', v!, '--since', '10m')).toBe(4);
  expect(await count('--since', '10m', '--vm', w!)).toBe(0);
  const { stdout } = await run();
  expect(stdout.split('\n')[3]).toMatch(/Z {2}accepted {6}web-01 {12}the cloud accepted it \(req-1\), by cloud-medic$/);
});

test('no journal: a sentence that says where to look', async () => {
  expect(await run('--json')).toMatchObject({ code: 4, stderr: expect.stringContaining('There is no journal') });
});
