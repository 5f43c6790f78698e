/** What stands where something was that may be a secret. */
export const hidden = (value: unknown): string => {
  if (typeof value === 'string')
    return isHidden(value) ? value : `(hidden, ${value.length} character${value.length === 1 ? '' : 's'})`;
  if (typeof value !== 'object' || value === null) return '(hidden)';
  const count = Object.keys(value).length;
  return `(hidden, ${count} ${count === 1 ? 'entry' : 'entries'})`;
};

const mark = String.raw`\(hidden, \d+ (?:characters?|entry|entries)\)`;
const marks = new RegExp(`^${mark}$`);
const isHidden = (text: string) => marks.test(text);

const uuid = String.raw`(?:req-)?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}`;
/** Values that tell nothing but themselves. */
const plainValue = new RegExp(`^(?:-?\\d{1,10}(?:\\.\\d+)?%?|true|false|none|null|${uuid})$`, 'i');
/** Names whose values are known to be no secrets. */
const plainName =
  /^(?:(?:\w+_)?id|uuid|code|error|reason|msg|message|exception|expression|task|action|workflow|(?:workflow|action|task)_(?:name|identifier)|event|name|status|state|vm_state|task_state|power_state|hosts?|hostname|node|port|size|count|limit|version|type|method|errno|instance|server|flavor|image|volume|network|cell|az|memory_mb|vcpus|disk_gb)$/i;
/** Names that say themselves that a secret follows. */
const secretName =
  /pass(?:w(?:or)?d|phrase|code)?$|(?:^|[^a-z])p(?:ass)?wd?$|secret|token|credential|(?:private|api|access|auth|account|sas)[-_. ]?key|jwt|signature|^sig$|authorization|cookie|bearer/i;

const privateKey = /-----BEGIN [A-Z ]*-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g;
const address = /\b([a-z][a-z\d+.-]*:\/\/)([^\s"'<>|]*[^\s"'<>|.,;:)\]}])/gi;
const scheme = /\b(bearer|basic|digest|negotiate)\s+([\w+/=.~-]{6,})/gi;
const quoted = /((["'])([^"'\s]{1,80})\2\s*:\s*[bu]?)(["'])((?:\\.|(?!\4)[^\\])*)\4/g;
const assigned = /(?<![\w.-])(-{0,2}[\w.[\]-]{1,80}?)=("[^"]*"|'[^']*'|[^\s"'&,;)\]}]+)/g;
const named = /(?<![\w.-])(-{0,2}[\w.-]{1,80})(\s*:\s*|\s+is\s+|(?<=--[\w-]+)\s+)("[^"]*"|'[^']*'|[^\s"',;]+)/gi;
const quotedBack = /\b(value:\s*)(.+?)(?=\.?\s*$|\.\s)/gi;
/** Long texts of letters and digits that nobody reads: keys, tokens, signatures. */
const opaque = /(?<![\w/+.-])[\w+=-][\w+/=-]{15,}(?:\.[\w+/=-]{8,})*/g;

/**
 * Words of a service or a user with all hidden that is not known to be harmless: of addresses everything but the host,
 * private keys, values that are given by name, tokens. What is hidden in one place is hidden in all.
 */
export function withoutSecrets(text: string): string {
  const found = new Set<string>();
  const hide = (value: string): string => {
    const bare = value.replace(/^["']|["']$/g, '');
    if (bare.length >= leastRepeated) found.add(bare);
    return hidden(value);
  };
  const told = text
    .replace(privateKey, hide)
    .replace(address, (_, kind: string, rest: string) => kind + hostOf(rest))
    .replace(scheme, (_, kind: string, value: string) => `${kind} ${hide(value)}`)
    .replace(quotedBack, (whole, before: string, value: string) => (isTold('', value) ? whole : before + hide(value)))
    .replace(quoted, (whole, before: string, _, name: string, quote: string, value: string) =>
      isTold(name, value) ? whole : before + quote + hide(value) + quote,
    )
    .replace(assigned, (whole, name: string, value: string) => (isTold(name, value) ? whole : `${name}=${hide(value)}`))
    .replace(named, (whole, name: string, between: string, value: string) =>
      !secretName.test(name) || value.startsWith('(hidden') ? whole : name + between + hide(value),
    )
    .replace(opaque, (one) => (isOpaque(one) ? hide(one) : one));
  return [...found].sort((a, b) => b.length - a.length).reduce((left, one) => left.replaceAll(one, hidden(one)), told);
}

/** A value that is shorter may stand in a text for something else. */
const leastRepeated = 6;

function hostOf(rest: string): string {
  const [host] = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?/i.exec(rest) ?? [''];
  // Who is named before an @ may have the secret in any place of it.
  if (!host || rest.includes('@')) return '…';
  return host === rest || `${host}/` === rest ? rest : `${host}/…`;
}

const isTold = (name: string, value: string): boolean =>
  value === '' || value.startsWith('(hidden') || plainValue.test(value) || plainName.test(name.replace(/^\[/, ''));

const ids = new RegExp(`^(?:${uuid}|[\\da-f]{32})$`, 'i');

function isOpaque(text: string): boolean {
  if (ids.test(text)) return false;
  if (/^(?:eyJ|gAAAA|AKIA|ASIA|xox[a-z]-|gh[a-z]_|glpat-)/.test(text)) return true;
  if (/^[\da-f]{33,}$/i.test(text)) return true;
  return text.length >= 24 && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}
