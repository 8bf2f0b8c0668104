import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { visibleReply } from '../../../src/features/chat/visible-reply.ts';

test('what is shown of an unfinished answer always is a beginning of the reply, and in the end all of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (reply, isFenced) => {
      const json = JSON.stringify({ reply, translation: 'x' });
      const text = isFenced ? `\`\`\`json\n${json}\n\`\`\`` : json;
      let shown = '';
      for (let length = 0; length <= text.length; length += 1) {
        const visible = visibleReply(text.slice(0, length));
        assert.ok(visible.startsWith(shown), `${shown} then ${visible}`);
        assert.ok(reply.startsWith(visible), `${visible} of ${reply}`);
        shown = visible;
      }
      assert.equal(shown, reply);
    }),
    { numRuns: 200 },
  );
});

test('an answer in plain prose is shown as it comes', () => {
  assert.equal(visibleReply('Hola, ¿qué tal?'), 'Hola, ¿qué tal?');
  assert.equal(visibleReply(' ``'), '');
  assert.equal(visibleReply('{"translation": "Hi"'), '');
});
