import type { Cloud } from './ports.ts';

/** A cloud whose client is loaded when it is first asked: the console's first frame need not wait for it. */
export function lateCloud(open: () => Promise<Cloud>): Cloud {
  let cloud: Cloud | undefined;
  let opening: Promise<Cloud> | undefined;
  const ready = async () => {
    opening ??= open();
    cloud = await opening;
    return cloud;
  };
  return {
    connect: async () => (await ready()).connect(),
    fleet: async () => (await ready()).fleet(),
    observe: async (watch) => (await ready()).observe(watch),
    tell: async (told) => (await ready()).tell(told),
    act: async (call) => (await ready()).act(call),
    look: async (vm) => (await ready()).look(vm),
    consoleLog: async (vm, lines) => (await ready()).consoleLog(vm, lines),
    server: async (vm) => (await ready()).server(vm),
    instanceActions: async (vm) => (await ready()).instanceActions(vm),
    who: async (user) => (await ready()).who(user),
    checks: async () => (await ready()).checks(),
    get faults() {
      return cloud?.faults;
    },
  };
}
