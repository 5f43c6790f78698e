import { expect, test } from 'vitest';
import { alarms, push, thresholdAlarm } from './alarms.ts';
import { standIn } from './stand-in.ts';

const body = ['alarm_id', 'alarm_name', 'severity', 'previous', 'current', 'reason', 'reason_data'];

/** Takes an alarm's body and reboots the VM that the alarm's name ends with. */
const heal = {
  type: 'OS::Mistral::Workflow',
  properties: {
    ...{ name: 'cloud_medic.alarm', type: 'direct', use_request_body_as_input: true },
    input: Object.fromEntries(body.map((key) => [key, ''])),
    tasks: [
      {
        name: 'reboot',
        action: 'nova.servers_reboot',
        input: { server: "<% $.alarm_name.replace('cloud-medic: ', '') %>", reboot_type: 'HARD' },
      },
    ],
  },
};

test('an alarm of Aodh, with a trust, signals Heat, which runs a workflow of Mistral, which reboots the VM', async () => {
  const cloud = await standIn({ vms: 20, historyMinutes: 2 });
  const { call, server, seconds, simulator } = cloud;
  const { id } = cloud.vm('web-02');
  const root = `/heat-api/v1/${simulator.world.people.admin.projectId}/stacks`;
  const template = { heat_template_version: '2016-10-14', resources: { heal } };
  const { stack } = (await call('POST', root, { stack_name: 'cloud-medic-autonomous', template })).body;
  await simulator.idle();
  const signal = `${root}/cloud-medic-autonomous/${stack.id}/resources/heal/signal`;
  await push(cloud, id, 0.1);
  const actions = { alarm_actions: [`trust+${simulator.url}${signal}`] };
  await call('POST', alarms, thresholdAlarm(id, actions));
  for (const value of [0.1, 0.95, 0.95]) {
    await push(cloud, id, value);
    seconds(10);
    await call('GET', alarms);
    await simulator.idle();
  }
  expect(await server(id)).toMatchObject({ status: 'HARD_REBOOT' });
  const { instanceActions } = (await call('GET', `/compute/v2.1/servers/${id}/os-instance-actions`)).body;
  expect(instanceActions.map(({ action }: { action: string }) => action)).toEqual(['reboot', 'create']);
  const { executions } = (await call('GET', '/workflow/v2/executions')).body;
  expect(executions).toMatchObject([{ workflow_name: 'cloud_medic.alarm', state: 'SUCCESS' }]);
  expect(JSON.parse(executions[0].input)).toMatchObject({ alarm_name: `cloud-medic: ${id}`, current: 'alarm' });
});
