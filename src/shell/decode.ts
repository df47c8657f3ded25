/** Decodes base64 or base64url as `base64 -d` does: blanks ignored, padding optional; undefined for other text. */
export function decodeBase64(text: string): string | undefined {
  const compact = text.replace(/[\s]+/gu, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) return undefined;
  return utf8(Buffer.from(compact, 'base64'));
}

/** The bytes as text; bytes that are no UTF-8 become U+FFFD, which still shows a shell what stands around them. */
function utf8(bytes: Buffer): string {
  return bytes.toString('utf8');
}
