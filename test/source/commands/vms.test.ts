import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fickleCloud } from '../fickle-cloud.ts';
import { startProgram } from '../program.ts';

let folder: string;
let cloud: Awaited<ReturnType<typeof fickleCloud>>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vms-'));
});
afterEach(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

test.each([['vms'], ['vms', '--json'], ['watch', '--once']])(
  '%s %s with Gnocchi down lists what Nova knows, says what is missing, and ends with 3',
  async (...args) => {
    cloud = await fickleCloud(join(folder, 'clouds.yaml'), (request) =>
      request.includes('/metric') ? 'stopped' : undefined,
    );
    const { code, stdout, stderr } = await startProgram(folder, [...args.filter(Boolean), '--cloud', 'simulated'])
      .ended;
    expect(stderr).toContain(
      'nothing is known of how the VMs fare: Gnocchi does not run: the web server in front of it',
    );
    expect(stderr).toContain('cloud-medic doctor');
    expect(code).toBe(3);
    if (args[1] === '--json') expect(JSON.parse(stdout)).toHaveLength(3);
    else expect(stdout).toMatch(/web-01|"vms":3/);
  },
);
