/** Everything that an iterable yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The data of each event of a stream. */
export const dataOf = (text: string) =>
  text.split('\n\n').flatMap((event) => (event.startsWith('data: ') ? [event.slice(6)] : []));
/** The answer that a stream typed out. */
export const contentOf = (text: string) =>
  dataOf(text)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data).choices?.[0]?.delta?.content ?? '')
    .join('');
/** The error that a stream ended with. */
export const errorOf = (text: string) =>
  JSON.parse(dataOf(text).at(-1) ?? '{}').error as { code: string; message: string };
