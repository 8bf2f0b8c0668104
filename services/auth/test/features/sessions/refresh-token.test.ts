import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import {
  createRefreshTokens,
  hashRefreshToken,
  openSuccessor,
  sealSuccessor,
} from '../../../src/features/sessions/refresh-token.ts';

const tokens = createRefreshTokens([randomBytes(32)]);

test('a token names its session, and no two tokens are alike', () => {
  const sessionId = newId();
  const token = tokens.issue(sessionId);
  assert.match(token, /^lmr_[A-Za-z0-9_-]{86}$/);
  assert.equal(tokens.sessionIdOf(token), sessionId);
  assert.notEqual(token, tokens.issue(sessionId));
});

test('every other spelling of a token is refused, down to the last bit', () => {
  const token = tokens.issue(newId());
  const changed = Array.from({ length: token.length }, (_, index) => {
    const replacement = token[index] === 'A' ? 'B' : 'A';
    return token.slice(0, index) + replacement + token.slice(index + 1);
  });
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const lastCharacter = [...alphabet].map((character) => token.slice(0, -1) + character);
  const others = [
    `${token}=`,
    `${token} `,
    ` ${token}`,
    token.slice(0, -1),
    token.toUpperCase(),
    `${token}\0`,
    '',
  ];
  for (const text of [...changed, ...lastCharacter, ...others]) {
    if (text !== token) assert.equal(tokens.sessionIdOf(text), undefined, text);
  }
});

test('a token of another deployment is refused, one sealed with an older key is not', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  const token = createRefreshTokens([older]).issue(newId());
  assert.equal(createRefreshTokens([newer]).sessionIdOf(token), undefined);
  assert.ok(createRefreshTokens([newer, older]).sessionIdOf(token));
});

test('only the holder of the old token can open the successor', () => {
  const [old, successor] = [tokens.issue(newId()), tokens.issue(newId())];
  const sealed = sealSuccessor(old, successor);
  assert.equal(openSuccessor(old, sealed), successor);
  assert.throws(() => openSuccessor(tokens.issue(newId()), sealed));
  assert.ok(!sealed.includes(successor));
  assert.ok(!sealed.includes(hashRefreshToken(old)));
});
