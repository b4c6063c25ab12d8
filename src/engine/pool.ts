import pLimit from 'p-limit';

/** Works on all items, `forks` at a time, and keeps their order. */
export function pool<T, R>(
  items: readonly T[],
  forks: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(forks);
  return Promise.all(items.map((item) => limit(() => work(item))));
}
