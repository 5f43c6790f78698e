// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const strings = /(?:\x1b[PX^_\]]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const sequences = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;
const blank = /[\s\p{Zl}\p{Zp}]/gu;
const blanks = /[\s\p{Zl}\p{Zp}]+/gu;
/** Controls, and characters that steer the text around them: direction, joiners, variations, half surrogates. */
const steering = /(?!\s)[\p{Cc}\p{Cf}\p{Cs}]|[\u{fe00}-\u{fe0f}]|[\u{e0100}-\u{e01ef}]/gu;

/**
 * Text from the cloud (names, console lines, messages), made safe for the terminal: no escape sequences, no control
 * characters, one line. Everything that we did not write ourselves passes here before it is drawn.
 */
export function clean(text: string): string {
  return plain.test(text) ? text : withoutSteering(text).replace(blanks, ' ');
}

/** The same for a line that was laid out already: its blanks stay as many as they are. */
export function cleanLine(line: string): string {
  return ascii.test(line) ? line : withoutSteering(line).replace(blank, ' ');
}

const withoutSteering = (text: string) => text.replace(strings, '').replace(sequences, '').replace(steering, '');

const plain = /^[!-~]*(?: [!-~]+)*$/;
const ascii = /^[ -~]*$/;

/** JSON leaves in texts what may steer a terminal; its own line breaks, between values, stay. */
const unescaped = /[\u007f-\u009f\u2028\u2029\p{Cf}]|[\u{fe00}-\u{fe0f}]|[\u{e0100}-\u{e01ef}]/gu;

/** A value as JSON of which no terminal makes anything else; read back, it is the same value. `indent`: blanks a level. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(unescaped, (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}
