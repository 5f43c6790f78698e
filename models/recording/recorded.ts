import type { Model } from '../brain/model.ts';
import { knownTags } from '../known-fields.ts';
import { emptyState, type State } from '../state.ts';
import type { Vm } from '../vm.ts';

/** What a recording holds of a state. Samples and curves have lines of their own. */
export type Recorded = Omit<State, 'ring' | 'curves' | 'evidence'>;

/** The first line of every recording. */
export const header = JSON.stringify({ 'cloud-medic': 'recording', version: 1 });

/**
 * The state as it is recorded. What may hold somebody's secrets stays out: lines of consoles, and the values of metadata
 * and tags but for the owner's word on being healed. Of the model its weights stay out.
 */
export function recordedOf({ ring, curves, evidence, ...rest }: State): Recorded {
  return { ...rest, model: lightModel(rest.model), vms: withoutValues(rest.vms) };
}

const lightModels = new WeakMap<Model, Model>();

function lightModel(model: Model): Model {
  const light = lightModels.get(model) ?? { ...model, network: {}, features: [], healthyMean: [] };
  lightModels.set(model, light);
  return light;
}

function withoutValues(vms: State['vms']): State['vms'] {
  const quiet = new Map(vms);
  for (const [id, vm] of vms) if (hasValues(vm)) quiet.set(id, quietly(vm));
  return quiet;
}

const quietVms = new WeakMap<Vm, Vm>();

/** The same for the same VM: what has not changed need not be compared. */
function quietly(vm: Vm): Vm {
  const quiet = quietVms.get(vm) ?? { ...vm, metadata: hidden(vm.metadata), tags: vm.tags && knownTags(vm.tags) };
  quietVms.set(vm, quiet);
  return quiet;
}

function hasValues({ metadata, tags }: Vm): boolean {
  if (tags?.length) return true;
  for (const key in metadata) if (key !== owners) return true;
  return false;
}

const owners = 'cloud-medic';

function hidden(metadata: Vm['metadata']): Vm['metadata'] {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, key === owners ? value : '…']));
}

const { ring: _, curves: __, evidence: ___, ...blank } = emptyState({} as Model, 'observe');

/** Throws where a field is not of the kind that it is in every state; what was not known yet then is empty. */
export function checked(fields: Readonly<Record<string, unknown>>): Recorded {
  for (const [key, usual] of Object.entries(blank)) {
    const one = fields[key];
    if (one !== undefined && usual !== undefined && kindOf(one) !== kindOf(usual))
      throw new Error(`its "${key}" is ${kindOf(one)}, not ${kindOf(usual)}`);
  }
  const { thresholds } = (fields.model ?? {}) as Partial<Model>;
  if (typeof thresholds?.raise !== 'number') throw new Error('it names no thresholds');
  const state = { ...blank, ...fields } as Recorded;
  for (const [id, { name, status, metadata }] of state.vms)
    if (![name, status].every((one) => typeof one === 'string') || kindOf(metadata) !== 'an object')
      throw new Error(`its VM ${id} has no name or no status`);
  return state;
}

function kindOf(value: unknown): string {
  if (value instanceof Map) return 'a map';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
