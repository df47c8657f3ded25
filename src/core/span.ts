/**
 * Where something stands: UTF-16 offsets, half open, into `sources[source]` of a Scan. Source 0 is the input; decoded
 * text, back-tick bodies and script files are sources of their own, so a bare offset cannot say where.
 */
export interface Span {
  readonly source: number;
  readonly start: number;
  readonly end: number;
}
