import type { Policies } from './gnocchi-policies.ts';
import { Refused } from './refused.ts';

/** A rule that says how metrics of such names are kept. */
export type Rule = { readonly name: string; readonly metric_pattern: string; readonly archive_policy_name: string };

/** The archive policy rules. */
export class Rules {
  readonly #policies: Policies;
  readonly #byName = new Map<string, Rule>();

  constructor(policies: Policies) {
    this.#policies = policies;
  }

  list(): Rule[] {
    return [...this.#byName.values()];
  }

  /** Throws `Refused` (404). */
  find(name: string): Rule {
    const found = this.#byName.get(name);
    if (!found) throw new Refused(404, `Archive policy rule ${name} does not exist`);
    return found;
  }

  /** The policy is in use from now on. Throws `Refused`: 400, 409. */
  add(body: Record<string, unknown>): Rule {
    const [name, metric_pattern, archive_policy_name] = ['name', 'metric_pattern', 'archive_policy_name'].map((key) => {
      if (typeof body[key] === 'string') return body[key];
      throw new Refused(400, `Invalid input: required key not provided @ data['${key}']`);
    }) as [string, string, string];
    if (this.#byName.has(name)) throw new Refused(409, `Archive policy rule ${name} already exists`);
    this.#policies.find(archive_policy_name, 400).users++;
    const rule = { name, metric_pattern, archive_policy_name };
    this.#byName.set(name, rule);
    return rule;
  }

  /** Throws `Refused` (404). */
  remove(name: string): void {
    this.#policies.find(this.find(name).archive_policy_name).users--;
    this.#byName.delete(name);
  }
}
