const prime = 0x0000000001000000000000000000013bn;
const start = 0x6c62272e07bb014262b821756295c58dn;
const mask = (1n << 128n) - 1n;

/** A UUID (version 8, RFC 9562) made from a text by FNV-1a with 128 bits: the same text, the same UUID, everywhere. */
export function uuidOf(text: string): string {
  let value = start;
  for (const byte of new TextEncoder().encode(text)) value = ((value ^ BigInt(byte)) * prime) & mask;
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
