import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { workflowName } from '../../../models/routes.ts';
import { defaultSettings } from '../../../models/state.ts';
import { autonomousYaml } from '../../../source/provision/autonomous.ts';
import { workflowYaml } from '../../../source/provision/healing-workflow.ts';
import { healingWorkflows } from '../../../source/provision/workflows.ts';

const autonomous = (news = {}) => autonomousYaml({ ...defaultSettings, threshold: 0.8, ...news });

test('each workflow looks, refuses with a reason, acts once and proves', () => {
  const acting = healingWorkflows.map((one) => [workflowName(one.action), workflowYaml(one)] as const);
  for (const [name, yaml] of [...acting, ['cloud_medic.autonomous', autonomous()] as const]) {
    const workflow = parse(yaml)[name];
    expect(workflow.tags).toEqual(['cloud-medic']);
    expect(workflow['output-on-error'].reason).toBe('<% $.reason %>');
    expect(workflow.tasks.refused['on-success']).toEqual(['fail(msg=<% $.reason %>)']);
    expect(workflow.tasks.judge.publish.reason).toMatch(/locked.*cloud-medic.*task.*status in \[/);
    if (name === 'cloud_medic.autonomous') continue;
    expect(workflow.input[0]).toBe('vm');
    expect(workflow.tasks.act.retry, 'an action is never sent twice').toBeUndefined();
    expect(workflow.tasks.verify.publish.reason).toMatch(/ACTIVE.*power = 1/);
  }
});

test('the brake of what heals with no console open has the numbers of the settings', () => {
  const reason = (yaml: string) => parse(yaml)['cloud_medic.autonomous'].tasks.judge.publish.reason;
  expect(reason(autonomous())).toMatch(/minutes => 10.* > 15 =>/);
  expect(reason(autonomous({ budget: 2, budgetWindow: 1790 }))).toMatch(/minutes => 30.* > 6 =>/);
});
