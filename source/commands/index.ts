/** All commands but the console itself. */
export { readRecording } from '../recording/file.ts';
export { replayPort } from '../recording/replay-port.ts';
export { doctorCommand } from './doctor.ts';
export { evaluateCommand } from './evaluate.ts';
export { listFaults, listScenarios } from './faults.ts';
export { heal } from './heal.ts';
export { inject, revert } from './inject.ts';
export { journalCommand, printAudit } from './journal.ts';
export { listModels, promoteModel, rollbackModel } from './models.ts';
export { playCommand } from './play.ts';
export { setupCommand, teardownCommand } from './setup.ts';
export { runSimulator } from './simulator.ts';
export { trainCommand } from './train.ts';
export { vms } from './vms.ts';
export { watch } from './watch.ts';
