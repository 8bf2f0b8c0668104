#!/usr/bin/env node
// Stands in for espeak-ng where it is not installed: same options, same channels, and misbehaviour on request.
let text = '';
for await (const chunk of process.stdin) text += chunk;
if (text.includes('hang')) setInterval(() => {}, 1000);
else if (text.includes('crash')) process.exitCode = 3;
else if (process.argv.includes('--ipa'))
  process.stdout.write(`ˈ${text}\n ${process.argv.slice(2).join(' ')}\n`);
else
  process.stdout.write(Buffer.concat([Buffer.from('RIFF0000WAVEfmt '), Buffer.from(process.argv.join(' '))]));
