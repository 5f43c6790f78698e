import type { Fault } from '../fault.ts';

export const telemetryLoss: Fault = {
  id: 'telemetry-loss',
  title: 'Telemetry loss',
  words: 'the VM runs, but its samples are lost on the way',
  ladder: [],
  leftAlone:
    "No samples arrive, but Nova says that the VM runs: look at Ceilometer's agent on its host; a guest that hangs can block it",
  cures: [],
  symptoms: (load) => ({ ...load, silent: true }),
};
