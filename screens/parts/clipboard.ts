/**
 * The sequence by which a terminal takes a text into its clipboard (OSC 52). In tmux it is sent twice, for tmux itself
 * (it listens with `set-clipboard on`) and, wrapped, for the terminal around it (with `allow-passthrough on`); what is
 * not wanted is dropped unseen.
 */
export function copySequence(text: string, inTmux: boolean): string {
  const plain = `\x1b]52;c;${base64(text)}\x07`;
  return inTmux ? `${plain}\x1bPtmux;${plain.replaceAll('\x1b', '\x1b\x1b')}\x1b\\` : plain;
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
