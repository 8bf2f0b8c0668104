/** Recordings that are what they claim to be, as far as their first bytes go. */
export const recordings = {
  webm: Buffer.concat([Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(2000, 1)]),
  wav: Buffer.concat([Buffer.from('RIFF\u0000\u0000\u0000\u0000WAVEfmt ', 'latin1'), Buffer.alloc(2000, 1)]),
  m4a: Buffer.concat([Buffer.from('\u0000\u0000\u0000\u0020ftypM4A ', 'latin1'), Buffer.alloc(2000, 1)]),
  ogg: Buffer.concat([Buffer.from('OggS', 'latin1'), Buffer.alloc(2000, 1)]),
  mp3: Buffer.concat([Buffer.from('ID3', 'latin1'), Buffer.alloc(2000, 1)]),
  caf: Buffer.concat([Buffer.from('caff', 'latin1'), Buffer.alloc(2000, 1)]),
};

export const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500, 1)]);

type FilePart = { field: string; content: Buffer; type: string; name?: string };

/** A form as an app would post it. */
export function formOf(fields: Record<string, string>, ...files: FilePart[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { field, content, type, name = 'upload' } of files) {
    form.append(field, new Blob([new Uint8Array(content)], { type }), name);
  }
  return form;
}

export async function postForm(url: string, token: string, form: FormData) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}
