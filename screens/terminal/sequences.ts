/** What a terminal sends, taken apart. A sequence begins with ESC, also where the terminal sent its 8-bit form. */
export type Unit =
  | { readonly type: 'character'; readonly text: string; readonly late?: true }
  | { readonly type: 'sequence'; readonly text: string }
  /** The key, pressed `at`: only later it is known that nothing follows. */
  | { readonly type: 'escape'; readonly at: number }
  | { readonly type: 'paste'; readonly text: string };

/** Milliseconds. */
export type Patience = {
  /** Between ESC and what follows it, within one sequence. */
  readonly escape: number;
  /** For the end of an answer of the terminal. */
  readonly answer: number;
  /** For the end of a paste. */
  readonly paste: number;
};

/** Over a network the rest of a sequence may come with the next packet. */
export const patienceOf = (env: NodeJS.ProcessEnv): Patience => ({
  escape: env.SSH_CONNECTION ? 400 : 150,
  answer: 500,
  paste: 1000,
});

const esc = '\x1b';
const ctrlC = '\x03';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;
/** Milliseconds in which no hand moves from one key to another. */
export const atOnce = 30;
/** More of a paste no text field takes. */
const longest = 4096;
/** A key that comes by itself, and so many milliseconds after what came before, was pressed by a hand. */
const byHand = 50;
/** How many times its patience whatever is open may take at most, if more of it comes and comes. */
const most = 10;

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
/** CSI and SS3, with the Linux console's ESC [[ A, old mice's three bytes, and rxvt's ESC [ 2 $. */
const control = /^\x1b(?:\[(?:\[[\s\S]|M[\s\S]{3}|[235678]\$|(?!\[|M)[0-?]{0,64}[ -/]*[@-~])|O[0-9;]*[@-~])/;
const unfinished = /^\x1b(?:\x1b|\[(?:\[?|M[\s\S]{0,2}|[0-?]{0,64}[ -/]*)|O[0-9;]*)?$/;
/** DCS, SOS, OSC, PM and APC: all up to the string's end is one thing. */
const stringStart = /^\x1b[PX\]^_]/;
const stringEnd = /\x07|\x9c|\x1b\\|(?=[\x03\x18\x1a])|\x1b(?=[^\\])/;
const eightBit = /^[\x80-\x9f]/;
/** The key, once or with Alt, if nothing follows. */
const escapeAlone = /^\x1b{1,2}$/;
/** What follows an ESC of the same sequence, though a slow line may bring it later. */
const goesOn = /^(?:[[O]|[PX\]^_][\s\S])/;
/** What broke off, or a character with Alt. */
const broken = /^\x1b(?:\[[0-?]*[ -/]*|O[0-9;]*|[^\x00-\x1f]?)/u;
const pasteEndBegun = /\x1b(?:\[(?:2(?:01?)?)?)?$/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: control characters are what is looked for

/** An answer or a paste whose end is awaited. `late`: keys by hand since; they are its own if its end comes after all. */
type Open = { readonly kind: 'answer' | 'paste'; text: string; late: string; until: number; readonly last: number };

/** Takes the input of a terminal apart, whatever the reads it came in. Times are ms of one clock that never goes back. */
export class Sequences {
  readonly #patience: Patience;
  #rest = '';
  #restAt = 0;
  #open: Open | undefined;
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** When `late` is to be called, unless something was read before. */
  get due(): number | undefined {
    return this.#open ? this.#open.until : this.#rest ? this.#restAt + this.#patience.escape : undefined;
  }

  /** What has waited long enough: an ESC is the key, the beginning of anything else is nothing. */
  late(at: number): Unit[] {
    if (this.due === undefined || at < this.due) return [];
    const rest = this.#rest;
    this.#rest = '';
    if (!this.#open) return escapeAlone.test(rest) ? [{ type: 'escape', at: this.#restAt }] : [];
    const { late } = this.#open;
    return [...this.#closed(), ...[...late].map((text) => ({ type: 'character', text, late: true }) as const)];
  }

  read(text: string, at: number): Unit[] {
    const units = this.late(at);
    // Of a character that was cut off nothing is there yet.
    if (!text) return units;
    const byItself = at - this.#readAt >= byHand && !this.#rest;
    this.#readAt = at;
    if (this.#open && byItself && isKey(text)) {
      if ([...text].length === 1) this.#open.late += text;
      return units;
    }
    // A hand that has pressed Esc needs longer for the next key.
    const isOne =
      goesOn.test(text) || (at - this.#restAt < atOnce && (text.startsWith(esc) || stringStart.test(esc + text)));
    if (escapeAlone.test(this.#rest) && !this.#open && !isOne) {
      this.#rest = '';
      units.push({ type: 'escape', at: this.#restAt });
    }
    let rest: string | undefined = this.#rest + text;
    this.#rest = '';
    while (rest) rest = this.#open ? this.#goOn(rest, at, units) : this.#next(rest, at, units);
    return units;
  }

  /** The first thing of a text; returns what is left of it. */
  #next(text: string, at: number, units: Unit[]): string {
    if (eightBit.test(text)) return esc + String.fromCharCode(text.charCodeAt(0) - 0x40) + text.slice(1);
    if (!text.startsWith(esc)) {
      const [character = ''] = text;
      units.push({ type: 'character', text: character });
      return text.slice(character.length);
    }
    const [sequence] = control.exec(text) ?? [];
    if (sequence === pasteStart) {
      this.#begin('paste', at);
      return text.slice(sequence.length);
    }
    if (sequence) {
      units.push({ type: 'sequence', text: sequence });
      return text.slice(sequence.length);
    }
    if (unfinished.test(text)) {
      this.#rest = text;
      this.#restAt = at;
      return '';
    }
    if (stringStart.test(text)) {
      this.#begin('answer', at);
      return text.slice(2);
    }
    if (text.startsWith(esc + esc)) {
      // Alt and an arrow key in some terminals; else two keys.
      if (!/^[[O]/.test(text.slice(2))) units.push({ type: 'escape', at });
      return text.slice(1);
    }
    return text.slice(broken.exec(text)![0].length);
  }

  #begin(kind: Open['kind'], at: number): void {
    const patience = this.#patience[kind];
    this.#open = { kind, text: '', late: '', until: at + patience, last: at + most * patience };
  }

  /** More of what is open; returns what comes after its end. */
  #goOn(text: string, at: number, units: Unit[]): string {
    const open = this.#open!;
    const all = open.late + text;
    open.late = '';
    open.until = Math.min(at + this.#patience[open.kind], open.last);
    if (open.kind === 'answer') {
      const end = stringEnd.exec(all);
      if (end) this.#open = undefined;
      else if (all.endsWith(esc)) this.#rest = esc;
      // An ESC that is no part of the end begins something else.
      if (!end) return '';
      return all.slice(end.index + (end[0] === esc ? 0 : end[0].length));
    }
    const end = all.indexOf(pasteEnd);
    const stop = end < 0 ? all.indexOf(ctrlC) : end;
    if (stop >= 0) {
      this.#keep(all.slice(0, stop));
      units.push(...this.#closed());
      return all.slice(end < 0 ? stop : stop + pasteEnd.length);
    }
    const begun = pasteEndBegun.exec(all)?.[0] ?? '';
    this.#rest = begun;
    this.#keep(all.slice(0, all.length - begun.length));
    return '';
  }

  #keep(text: string): void {
    const open = this.#open!;
    open.text = (open.text + text).slice(0, longest);
  }

  #closed(): Unit[] {
    const open = this.#open!;
    this.#open = undefined;
    return open.kind === 'paste' ? [{ type: 'paste', text: open.text }] : [];
  }
}

/** One key as one read brings it, whose meaning waits for nothing. */
const isKey = (text: string): boolean =>
  text !== pasteEnd && ([...text].length === 1 ? text !== ctrlC && text !== esc : control.exec(text)?.[0] === text);
