import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fickleCloud } from '../fickle-cloud.ts';
import { startProgram } from '../program.ts';

// Each waits for Gnocchi as long as the program does, so they wait side by side.
describe.concurrent('with Gnocchi down', () => {
  test.each([['vms'], ['vms', '--json'], ['watch', '--once']])(
    '%s %s lists what Nova knows, says what is missing, and ends with 3',
    async (...args) => {
      const folder = mkdtempSync(join(tmpdir(), 'vms-'));
      const cloud = await fickleCloud(join(folder, 'clouds.yaml'), (request) =>
        request.includes('/metric') ? 'stopped' : undefined,
      );
      try {
        const { code, stdout, stderr } = await startProgram(folder, [...args.filter(Boolean), '--cloud', 'simulated'])
          .ended;
        expect(stderr).toContain(
          'nothing is known of how the VMs fare: Gnocchi does not run: the web server in front of it',
        );
        expect(stderr).toContain('cloud-medic doctor');
        expect(code).toBe(3);
        if (args[1] === '--json') expect(JSON.parse(stdout)).toHaveLength(3);
        else expect(stdout).toMatch(/web-01|"vms":3/);
      } finally {
        await cloud.close();
        rmSync(folder, { recursive: true });
      }
    },
  );
});
