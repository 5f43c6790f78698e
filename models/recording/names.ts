/** Entries of maps and lists that the changes of a reel copy at most: thousands of VMs at hundreds of moments. */
const mostCopied = 50_000_000;

/** The keys of maps by number: an id is written out once, however often it is meant. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  #told = 0;
  #copied = 0;

  /** The name's number; a new name is given the next one. */
  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /** Throws where nobody has told the name. */
  name(number: number): string {
    const name = this.#names[number];
    if (name === undefined) throw new Error(`it means name ${number}, which is not in it`);
    return name;
  }

  /** Notes that a change copies so many entries. Throws where a few lines would become more than a machine holds. */
  copy(entries: number): void {
    this.#copied += entries;
    if (this.#copied > mostCopied) throw new Error('it unpacks to more than any recording holds');
  }

  /** The names that are new since this was last asked. */
  news(): readonly string[] {
    const news = this.#names.slice(this.#told);
    this.#told = this.#names.length;
    return news;
  }
}
