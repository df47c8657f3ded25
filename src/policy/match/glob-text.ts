/** A glob that matches exactly this text. */
export function globText(text: string): string {
  return text.replace(/[*?[\]{}\\]/g, '\\$&');
}
