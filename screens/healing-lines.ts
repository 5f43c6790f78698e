import { actionById } from '../models/actions/index.ts';
import { countedClaims, day } from '../models/claims.ts';
import { countOf } from '../models/heal-settings.ts';
import type { Attempt, Incident } from '../models/incident.ts';
import { progressOf } from '../models/progress.ts';
import type { State } from '../models/state.ts';
import { callLines } from './call-lines.ts';
import { guardLines, planOf, routeWords, silentGuards } from './guard-lines.ts';
import { ladderLines } from './ladder-lines.ts';
import { clockTime, duration } from './parts/format.ts';
import { bar } from './parts/gauge.ts';
import { type Told, told, toldWords } from './parts/story.tsx';
import { clean, fit } from './parts/text.ts';
import { careLines, outcomes, phaseWords } from './phase-words.ts';
import type { KeySpec } from './shell/key-spec.ts';

/** All that there is to an incident's healing, the most urgent first. */
export function healingStory(incident: Incident, state: State, columns: number, keys: readonly KeySpec[]): Told[] {
  const { at } = state;
  const { openedAt, closedAt, words, attempts } = incident;
  const [phase, tone] = phaseWords(incident, state);
  const since = closedAt === undefined ? `for ${duration(at - openedAt)}` : `${duration(at - closedAt)} ago`;
  const plan = planOf(incident);
  return [
    told('state', { text: phase, tone }, { text: `  ${since}`, tone: 'quiet' }),
    ...progressLines(incident, state, columns),
    ...(plan || attempts.at(-1)?.outcome === 'under way' || state.quarantine.has(incident.vm)
      ? []
      : toldWords('why', clean(words), columns)),
    ...(closedAt === undefined ? careLines(incident.vm, state, columns) : []),
    ...ladderLines(incident, state, columns, keys),
    ...(plan ? [...toldWords('route', routeWords(plan, state), columns, 2), ...guardLines(plan, columns)] : []),
    ...attempts.flatMap((attempt) => attemptLines(attempt, columns)),
    ...callLines(incident, state, columns),
    ...(plan ? silentGuards(plan, columns) : []),
    ...recentLines(state),
  ];
}

/** How far what was sent has come: at the cloud, then the proof. */
function progressLines({ phase, attempts, healthyInARow }: Incident, state: State, columns: number): Told[] {
  const attempt = attempts.at(-1);
  if (!attempt || (phase !== 'healing' && phase !== 'verifying')) return [];
  const { at, settings, novaAt = 0 } = state;
  const { title, patience } = actionById(attempt.action);
  if (phase === 'verifying') {
    const { healthyVerdicts: wanted, verifyWithin } = settings;
    const proof = `${bar(healthyInARow / wanted, wanted * 2)} ${healthyInARow} of ${wanted} healthy verdicts`;
    const since = `${title} done ${duration(at - (attempt.doneAt ?? at))} ago`;
    return [
      told('proof', { text: proof, tone: 'good' }),
      ...toldWords(
        '',
        { text: `${since}; without proof in ${duration(verifyWithin * 1000)} the next rung is planned`, tone: 'quiet' },
        columns,
      ),
    ];
  }
  const sent = `${title} sent ${duration(at - attempt.claimedAt)} ago, given ${duration(patience * 1000)}`;
  const isNews = attempt.acceptedAt !== undefined && novaAt > attempt.acceptedAt;
  const progress = isNews ? progressOf(attempt, state) : undefined;
  const words = !progress ? 'the next poll will tell' : progress.is === 'done' ? 'done' : progress.words;
  return [told('now', { text: sent, tone: 'good' }), ...toldWords('', clean(words), columns, 2)];
}

function attemptLines(
  { action, number, who, claimedAt, outcome, words, requestId, because }: Attempt,
  columns: number,
): Told[] {
  const [sign, tone] = outcomes[outcome];
  const about = [words, because, words.includes(requestId ?? '') ? undefined : requestId]
    .filter((one) => one !== undefined)
    .map(clean);
  return [
    told(
      `attempt ${number}`,
      { text: `${sign} ${fit(outcome, 10)}`, tone },
      ` ${actionById(action).title} at ${clockTime(claimedAt)} by ${clean(who)}`,
    ),
    ...toldWords('', { text: about.join('  '), tone: 'quiet' }, columns, 3),
  ];
}

/** The heals that count against the budget, in one line. */
export function budgetWords(state: State, vm?: string): string {
  const { budget, budgetWindow, perVm } = state.settings;
  const used = countedClaims(state, state.at - budgetWindow * 1000).length;
  const own =
    vm === undefined ? '' : ` · this VM ${countedClaims(state, state.at - day, vm).length} of ${perVm} in 24 h`;
  return `heals ${used} of ${countOf(budget, state.vms.size)} in ${duration(budgetWindow * 1000)}${own}`;
}

/** The last heals of the fleet, newest first. */
export function recentLines(state: State): Told[] {
  const last = state.claims.slice(-6).reverse();
  return last.map(({ at, vm, action, outcome }, index) =>
    told(
      index ? '' : 'last heals',
      `${duration(state.at - at)} ago  `.padStart(13),
      `${fit(clean(state.vms.get(vm)?.name ?? vm), 18)} ${fit(actionById(action).title, 19)} `,
      { text: outcome, tone: outcomes[outcome][1] },
    ),
  );
}
