import type { SimulatorOptions } from '../../../../source/simulator/index.ts';
import { standIn } from '../stand-in.ts';

export const workflow = '/workflow/v2';

type Run = { readonly input?: object; readonly wait?: number; readonly params?: object };

/** A stand-in with somebody who defines workflows and runs them. */
export async function workbench(options: Partial<SimulatorOptions> = {}) {
  const cloud = await standIn({ vms: 20, historyMinutes: 2, ...options });
  const { call, send, token, seconds, simulator } = cloud;
  const yaml = (method: string, path: string, text: string, accept = '*/*') =>
    send(
      method,
      workflow + path,
      undefined,
      { 'X-Auth-Token': token, 'Content-Type': 'text/plain', Accept: accept },
      text,
    );
  const define = (name: string, body: string) =>
    yaml('POST', '/workflows', `version: '2.0'\n${name}:\n${body.trim().replaceAll(/^/gm, '  ')}\n`);
  const start = async (name: string, input: unknown = {}, more: object = {}) =>
    (await call('POST', `${workflow}/executions`, { workflow_name: name, input, ...more })).body;
  const execution = async (id: string) => {
    const { body } = await call('GET', `${workflow}/executions/${id}`);
    return { ...body, input: JSON.parse(body.input), output: JSON.parse(body.output) };
  };
  const tasks = async (id: string) => {
    const { body } = await call('GET', `${workflow}/executions/${id}/tasks`);
    const all = body.tasks.map(async ({ id: task }: { id: string }) => {
      const { body: whole } = await call('GET', `${workflow}/tasks/${task}`);
      const { published, runtime_context: runtime, result } = whole;
      return { ...whole, published: JSON.parse(published), runtime: JSON.parse(runtime), result: JSON.parse(result) };
    });
    const found: Record<string, unknown>[] = await Promise.all(all);
    // biome-ignore lint/suspicious/noExplicitAny: the tests say what shape they expect
    return Object.fromEntries(found.map((task) => [task.name, task])) as Record<string, any>;
  };
  /** Defines a workflow, runs it for some seconds and tells what came of it. */
  const run = async (body: string, { input = {}, wait = 30, ...more }: Run = {}) => {
    const made = await define('it', body);
    if (made.status !== 201) throw new Error(made.body.faultstring);
    const { id } = await start('it', input, more);
    await simulator.idle();
    for (let i = 0; i < wait; i += 5) {
      seconds(5);
      await execution(id);
    }
    return { id, ...(await execution(id)), tasks: await tasks(id) };
  };
  return { ...cloud, yaml, define, start, execution, tasks, run };
}
