/**
 * Whether whoever asked has stopped waiting: a daemon that was stopped for a while finds requests whose clients have
 * ruled by themselves since, and must neither record them again nor ask a person about them. Both ends read the same
 * machine's clock.
 * @param until the request's member of that name, as the client wrote it: milliseconds since 1970
 */
export function isOverdue(until: unknown, now: number): boolean {
  return typeof until === 'number' && until < now;
}
