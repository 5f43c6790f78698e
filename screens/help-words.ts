import { phaseSigns } from './phase-words.ts';
import { healths } from './wall-health.ts';

/** The words of the console and what they mean; one meaning each, on every screen. */
export const words: readonly (readonly [string, string])[] = [
  ['VM', 'a server of Nova'],
  ['sample', "one VM's metric values at a time"],
  ['verdict', 'what the network thinks of a VM: probability, diagnosis, reasons, time to failure'],
  ['P(fail)', 'probability that the VM fails or is about to; 0.8 is right 8 times in 10'],
  ['alarm', 'a verdict over the threshold that lasts'],
  ['incident', 'an alarm with its story, until it is closed'],
  ['fault', 'a known cause, diagnosed or put in by us'],
  ['plan', "the incident's next action, with the exact calls"],
  ['ladder', 'the actions of a diagnosis, the mildest first'],
  ['rung', 'one action of the ladder'],
  ['guard', 'a reason not to act'],
  ['proof', 'healthy verdicts on samples newer than the heal; before them nothing counts as healed'],
  ['firing', 'the alarm waits: for a yes, or for its guards'],
  ['verifying', 'the action is done, its proof is looked for'],
  ['resolved', 'the VM is well again'],
  ['escalated', 'a person is wanted: nothing is left that would be done by itself'],
  ['quarantine', 'so many heals brought nothing that no more are tried until a person lifts it'],
  ['brake', 'too many VMs are unhealthy at once: no heal starts by itself'],
  ['stale', 'the newest sample is older than three polls: nothing is decided by it'],
  ['observe', 'mode: only watches'],
  ['confirm', 'mode: asks before each action'],
  ['auto', 'mode: acts by itself, within the guards'],
];

/** The signs that are drawn, and what they say. */
export const signs: readonly (readonly [string, string])[] = [
  ['▸', 'the cursor; in a ladder or dialog: what comes next, what is chosen'],
  ['██░░░░', 'a share of the whole: probability, proof'],
  ['▁▃▅█', 'how the probability went, the newest at the right'],
  ['┄', 'the threshold of the alarm'],
  ['┊ F A H', 'in charts: a fault came in, an alarm, a heal; R resolved, E escalated, N Nova, f the fault is out'],
  ['╌ ░ ▒', 'in charts: where a trend leads, what it allows, when the failure is expected'],
  ['●', 'under way, or sent'],
  ['○', 'not yet, or skipped by a yes'],
  ['✓', 'it helped; it lets it through'],
  ['✗', 'it did not help, was refused, or holds it'],
  ...healths.map(({ sign, words }) => [sign, `on fleet and wall: ${words}`] as const),
  ...phaseSigns.map(([sign, words]) => [sign, `on alarms and healing: ${words}`] as const),
  ['↓ 3 more', 'lines below that do not fit'],
  ['…', 'a text that does not fit'],
  ['!', "what keeps us from healing, in the header's third line"],
  ['›', 'the way that you came, above the footer'],
  ['█', 'where text is typed'],
];
